package aurora.node;

import aurora.auth.Auth;
import aurora.auth.AuthContract;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.base.Refusal;
import aurora.chat.Chat;
import aurora.chat.ChatContract;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.embedded.EmbeddedConfig;
import aurora.engine.embedded.EmbeddedEngine;
import aurora.engine.ollama.OllamaEngine;
import aurora.engine.openai.OpenAiEngine;
import aurora.engine.remote.EngineProbe;
import aurora.ground.bus.Bus;
import aurora.ground.bus.RedisBus;
import aurora.ground.config.Config;
import aurora.ground.config.ConfigException;
import aurora.ground.crypto.Seal;
import aurora.ground.http.AddressRule;
import aurora.ground.log.Log;
import aurora.ground.log.LogOutput;
import aurora.ground.metrics.Metrics;
import aurora.ground.process.Ports;
import aurora.ground.process.Spawner;
import aurora.ground.process.Threads;
import aurora.ground.process.Worker;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.Sql;
import aurora.health.Health;
import aurora.health.HealthContract;
import aurora.keep.Keep;
import aurora.keep.KeepConfig;
import aurora.keep.KeepContract;
import aurora.keep.files.Places;
import aurora.mesh.data.LocalReplica;
import aurora.mesh.data.Schemas;
import aurora.router.Router;
import aurora.router.RouterConfig;
import aurora.router.RouterContract;
import aurora.router.RouterNeeds;
import aurora.router.roster.EngineSpec;
import aurora.web.Web;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** A node: every part, in the order they are started. Reading {@link #Wiring} is reading the system. */
public final class Wiring implements AutoCloseable {
    private static final Duration DATABASE_MAX = Duration.ofMinutes(2);
    private static final long FRESH_MIN = 300L << 20;
    private static final long START_MIN = 64L << 20;

    /** Who asks for the node's health hears soon that the database hangs, and is not held up by those who use it. */
    private static final Duration PROBE_MAX = Duration.ofSeconds(2);

    private static final int PROBES = 4;
    private static final Log LOG = Log.of("node");

    private final Closing closing = new Closing();
    private final Clock clock = Clock.system();
    private final Ids ids = Ids.secure();
    private final Metrics metrics = new Metrics();
    private final String name;
    private final Auth auth;
    private final Router router;
    private final Health health;
    private final Path data;
    private final Web web;

    /**
     * Starts a node.
     *
     * @param folder its home
     * @param commandLine settings given on the command line
     * @param progress hears of what takes more than a moment
     * @throws Refusal when it cannot start, with the reason for a person
     */
    public static Wiring start(Path folder, Map<String, String> commandLine, Progress progress)
            throws InterruptedException {
        try {
            return new Wiring(folder, commandLine, progress);
        } catch (DatabaseException failed) {
            if (failed.access() != DatabaseException.Access.REFUSED) {
                throw failed;
            }
            throw new Refusal(
                    "The database refuses this node: " + failed.getMessage()
                            + ". Its user must be able to sign in and to make schemas: see postgres.user and"
                            + " postgres.password, or put back the home that the data belongs to.",
                    failed);
        }
    }

    private Wiring(Path folder, Map<String, String> commandLine, Progress progress) throws InterruptedException {
        try {
            // the home, and what is written in it
            Home home = closing.add(Home.take(folder));
            Config config = Config.read(folder.resolve(Settings.FILE), commandLine, Settings.ALL);
            name = config.get(Settings.NODE);
            refuseTakenPort(config.get(Web.PORT));
            Places places = Places.of(folder, ids);
            data = roomy(places.data());
            closing.add(LogOutput.into(folder.resolve("logs"))::close);
            LOG.info("node.starting", "node", name, "version", Version.NUMBER);

            // the programs beside it
            Spawner spawner = closing.add(new Spawner(clock));
            KeepConfig programs = KeepConfig.of(config, environment("OLLAMA_HOST"));
            Keep keep = closing.add(new Keep(programs, places, spawner, clock, progress));
            keep.start();
            EmbeddedEngine embedded = new EmbeddedEngine(EmbeddedConfig.inHome(folder), ids);

            // the data
            keep.awaitDatabase(Deadline.after(clock, DATABASE_MAX));
            install(keep);
            Sql sql = closing.add(new Sql(keep.app(), Sql.CONNECTIONS, clock));
            LocalReplica replica = new LocalReplica(sql, clock, ids, freeFor(programs));
            Bus bus = closing.add(new RedisBus(keep.redis(), ids.next(), clock));
            Seal seal = Seal.at(folder.resolve("seal.key"), ids);

            // the services
            auth = closing.add(Auth.start(new Auth.Needs(replica, bus, config, seal, clock, ids, folder, name)));
            closing.add(sql.listen("aurora", auth::changed));
            router = closing.add(Router.open(routerNeeds(folder, replica, seal, keep), RouterConfig.of(config)));
            router.give(embedded);
            Chat.Needs chatNeeds = new Chat.Needs(router.api(), replica, bus, clock, ids, Threads::run);
            Chat chat = closing.add(Chat.start(chatNeeds, config));
            Health.Facts facts = new Health.Facts(name, Version.NUMBER, clock.now(), List.of(folder, data));
            health = new Health(facts, keep.api(), databaseWorks(keep), metrics);

            // the door
            List<Web.Served<?>> served = List.of(
                    new Web.Served<>(AuthContract.TABLE, auth.api()),
                    new Web.Served<>(ChatContract.TABLE, chat.api()),
                    new Web.Served<>(RouterContract.TABLE, router.api()),
                    new Web.Served<>(KeepContract.TABLE, keep.api()),
                    new Web.Served<>(HealthContract.TABLE, health));
            web = closing.add(Web.open(new Web.Needs(
                    config, clock, ids, metrics, auth.api(), router.api(), served, health::missing, Version.NUMBER)));
            home.announce(new Home.Running(
                    name, web.port(), ProcessHandle.current().pid(), Version.NUMBER, clock.now(), commandLine));
            router.refresh();
            closing.add(Worker.start("rounds", new Rounds(clock, router, replica, keep.ollama(), this::ollama)));
            embedded.warm();
            LOG.info("node.ready", "node", name, "port", web.port());
        } catch (ConfigException | IOException wrong) {
            closing.close();
            throw new Refusal(String.valueOf(wrong.getMessage()), wrong);
        } catch (RuntimeException | InterruptedException failed) {
            closing.close();
            throw failed;
        }
    }

    /** The name of this node. */
    public String name() {
        return name;
    }

    /** The port of page and API. */
    public int port() {
        return web.port();
    }

    /** What the node lacks, for people; empty when it can serve. */
    public List<String> missing() {
        return health.missing();
    }

    /** The folder in which its databases lie. */
    public Path data() {
        return data;
    }

    /** The code of the set-up link, while there is no owner. */
    public Optional<String> setupCode() {
        return auth.setupCode();
    }

    private static void refuseTakenPort(int port) {
        if (!Ports.free(port)) {
            throw new Refusal(
                    "Port " + port
                            + " is taken by another program. Choose another with --port, or end what listens there.",
                    null);
        }
    }

    private RouterNeeds routerNeeds(Path folder, LocalReplica replica, Seal seal, Keep keep) {
        return new RouterNeeds(
                name,
                folder,
                clock,
                ids,
                replica,
                new EngineProbe(clock, AddressRule.notHere(() -> ownPorts(keep)))::probe,
                this::engine,
                sealing(seal),
                Threads::run,
                metrics,
                auth::note);
    }

    /** The database cannot begin with less, and says so in a way that helps nobody. */
    private static Path roomy(Path data) throws IOException {
        long free = Files.getFileStore(data).getUsableSpace();
        boolean fresh = !Files.exists(data.resolve("postgres"));
        if (free < (fresh ? FRESH_MIN : START_MIN)) {
            throw new Refusal(
                    "Only " + (free >> 20) + " MB are free where " + data + " is; "
                            + (fresh
                                    ? "a new node needs " + (FRESH_MIN >> 20)
                                            + " MB. Free some, or choose another home with --home."
                                    : "this node needs " + (START_MIN >> 20)
                                            + " MB to start. Free some, then start it again."),
                    null);
        }
        return data;
    }

    /** What is free where this node's own database lies; somebody else's looks after itself. */
    private LongSupplier freeFor(KeepConfig programs) throws IOException {
        if (programs.postgres().isPresent()) {
            return () -> Long.MAX_VALUE;
        }
        FileStore disk = Files.getFileStore(data);
        return () -> {
            try {
                return disk.getUsableSpace();
            } catch (IOException unknown) {
                return Long.MAX_VALUE; // then the database finds out by itself
            }
        };
    }

    private static String environment(String variable) {
        return System.getenv().getOrDefault(variable, "");
    }

    private void install(Keep keep) {
        try (Sql owner = new Sql(keep.owner(), 1, clock)) {
            Schemas schemas = new Schemas(owner, keep.reader());
            schemas.install(name);
            schemas.migrate("auth", Auth.class, Auth.SCRIPT);
            schemas.migrate("router", Router.class, "router.sql");
            schemas.migrate(Chat.NAME, Chat.class, Chat.SCRIPT);
        }
    }

    /** What the node itself listens at or talks to on this machine; no engine is there. */
    private Map<Integer, String> ownPorts(Keep keep) {
        Map<Integer, String> own = new HashMap<>();
        own.put(port(), "this node itself");
        if (!keep.reader().isEmpty()) {
            String url = keep.app().get().shown();
            own.put(URI.create(url.substring(url.indexOf(':') + 1)).getPort(), "this node's own PostgreSQL");
        }
        keep.redis()
                .get()
                .filter(redis -> redis.host().equals("127.0.0.1"))
                .ifPresent(redis -> own.put(redis.port(), "this node's own Redis"));
        return own;
    }

    private Engine engine(EngineSpec spec) {
        return engine(spec, 0);
    }

    private Engine engine(EngineSpec spec, int slots) {
        EngineFacts facts = new EngineFacts(spec.name(), spec.kind(), spec.url(), slots);
        return switch (spec.kind()) {
            case OLLAMA -> new OllamaEngine(facts, spec.key(), clock);
            case OPENAI -> new OpenAiEngine(facts, spec.key(), clock);
            case EMBEDDED -> throw new IllegalArgumentException("the embedded engine is not added by address");
        };
    }

    private Engine ollama(URI address) {
        return engine(
                new EngineSpec("ollama", Kind.OLLAMA, address.toString(), Optional.empty()),
                OllamaEngine.slots(environment("OLLAMA_NUM_PARALLEL")));
    }

    private static RouterNeeds.Sealing sealing(Seal seal) {
        return new RouterNeeds.Sealing() {
            @Override
            public String seal(String plain, String context) {
                return seal.seal(plain, context);
            }

            @Override
            public Optional<String> open(String sealed, String context) {
                return seal.open(sealed, context);
            }
        };
    }

    private BooleanSupplier databaseWorks(Keep keep) {
        Sql probe = closing.add(new Sql(() -> keep.app().get().within(PROBE_MAX), PROBES, clock));
        return () -> works(probe);
    }

    private static boolean works(Sql sql) {
        try {
            return sql.first("SELECT 1 AS one", row -> row.number("one")).isPresent();
        } catch (DatabaseException away) {
            return false;
        }
    }

    /** Ends the node: what runs is stored, then the parts end in reverse order. */
    @Override
    public void close() {
        LOG.info("node.stopping", "node", name);
        closing.close();
    }
}
