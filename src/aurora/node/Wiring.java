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
import aurora.engine.embedded.EmbeddedConfig;
import aurora.engine.embedded.EmbeddedEngine;
import aurora.ground.bus.Bus;
import aurora.ground.bus.RedisBus;
import aurora.ground.config.Config;
import aurora.ground.config.ConfigException;
import aurora.ground.crypto.Seal;
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
import aurora.keep.files.HomeRights;
import aurora.keep.files.Places;
import aurora.mesh.data.LocalReplica;
import aurora.router.Router;
import aurora.router.RouterConfig;
import aurora.router.RouterContract;
import aurora.router.RouterNeeds;
import aurora.web.Web;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node: every part, in the order they are started. Reading {@link #Wiring} is reading the system. */
public final class Wiring implements AutoCloseable {
    private static final Duration DATABASE_MAX = Duration.ofMinutes(2);
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
    private final List<String> warnings;
    private final Web web;

    /**
     * Starts a node.
     *
     * @param folder its home
     * @param commandLine settings given on the command line
     * @param progress hears of what takes more than a moment
     * @throws Refusal when it cannot start, with the reason for a person
     * @throws InterruptedException when the thread is interrupted before it is ready; all that was started has ended
     */
    public static Wiring start(Path folder, Map<String, String> commandLine, Progress progress)
            throws InterruptedException {
        return new Wiring(folder, commandLine, progress);
    }

    private Wiring(Path folder, Map<String, String> commandLine, Progress progress) throws InterruptedException {
        try {
            // the home, and what is written in it
            Home home = closing.add(Home.take(folder));
            Config config = Settings.read(folder, commandLine);
            name = config.get(Settings.NODE);
            refuseTakenPort(config.get(Web.PORT));
            Places places = Places.of(folder, ids);
            KeepConfig programs = KeepConfig.of(config, environment("OLLAMA_HOST"));
            data = DiskRoom.enough(programs, places.data());
            closing.add(LogOutput.into(folder.resolve("logs"))::close);
            warnings = firstWords(name, folder, data);

            // the programs beside it
            Spawner spawner = closing.add(new Spawner(clock));
            Keep keep = closing.add(new Keep(programs, places, spawner, clock, progress));
            keep.start();
            EmbeddedEngine embedded = new EmbeddedEngine(EmbeddedConfig.inHome(folder), ids);

            // the data
            keep.awaitDatabase(Deadline.after(clock, DATABASE_MAX));
            Database.prepare(keep, name, clock, progress);
            goOn(progress, "starting the services");
            Sql sql = closing.add(new Sql(keep.app(), Sql.CONNECTIONS, clock));
            closing.add(sql.watch());
            LocalReplica replica = new LocalReplica(sql, clock, ids, DiskRoom.free(programs, data));
            Bus bus = closing.add(new RedisBus(keep.redis(), ids.next(), clock));
            Seal seal = Seal.at(folder.resolve(HomeKeys.SEAL), ids);

            // the services
            auth = closing.add(Auth.start(new Auth.Needs(replica, bus, config, seal, clock, ids, folder, name)));
            closing.add(sql.listen("aurora", auth::changed));
            Engines engines = new Engines(clock, keep, this::port);
            router = closing.add(Router.open(routerNeeds(folder, replica, seal, engines), RouterConfig.of(config)));
            router.give(embedded);
            Chat.Needs chatNeeds = new Chat.Needs(router.api(), replica, bus, clock, ids, Threads::run);
            Chat chat = closing.add(Chat.start(chatNeeds, config));
            Health.Facts facts = facts(name, clock.now(), DiskRoom.folders(programs, folder, data));
            health = new Health(facts, keep.api(), closing.add(new Database(keep, clock))::works, metrics);

            // the door
            goOn(progress, "opening the door");
            web = closing.add(Web.open(door(config, chat, keep)));
            home.announce(new Home.Running(
                    name, web.port(), ProcessHandle.current().pid(), Version.NUMBER, clock.now(), commandLine));
            router.refresh();
            closing.add(Worker.start("rounds", new Rounds(clock, router, replica, keep.ollama(), engines::ollama)));
            embedded.warm();
            goOn(progress, "getting ready");
            LOG.info("node.ready", "node", name, "port", web.port());
        } catch (ConfigException | IOException | RuntimeException | InterruptedException failed) {
            // what is started ends in order, which waits, and so cannot begin interrupted
            boolean ended = Thread.interrupted() || failed instanceof InterruptedException;
            closing.close();
            if (ended) {
                throw new InterruptedException("ended before the node was ready");
            }
            throw whyNot(failed);
        }
    }

    private static List<String> firstWords(String name, Path folder, Path data) throws IOException {
        LOG.info("node.starting", "node", name, "version", Version.NUMBER);
        List<String> all = new ArrayList<>(HomeRights.tighten(folder));
        all.addAll(HomeKeys.missing(folder, data));
        return List.copyOf(all);
    }

    private static Health.Facts facts(String name, Instant since, List<Path> disks) {
        return new Health.Facts(name, Version.NUMBER, since, disks);
    }

    private static void goOn(Progress progress, String step) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("ended between two steps of the start");
        }
        progress.passing(step);
    }

    private static RuntimeException whyNot(Exception failed) {
        return switch (failed) {
            case DatabaseException database -> Database.refused(database);
            case RuntimeException defect -> defect;
            default -> new Refusal(String.valueOf(failed.getMessage()), failed);
        };
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

    /** What was found at the start that a person should know, though the node serves. */
    public List<String> warnings() {
        return warnings;
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

    /** What the door serves, each table with who answers. */
    private Web.Needs door(Config config, Chat chat, Keep keep) {
        List<Web.Served<?>> served = List.of(
                new Web.Served<>(AuthContract.TABLE, auth.api()),
                new Web.Served<>(ChatContract.TABLE, chat.api()),
                new Web.Served<>(RouterContract.TABLE, router.api()),
                new Web.Served<>(KeepContract.TABLE, keep.api()),
                new Web.Served<>(HealthContract.TABLE, health));
        return new Web.Needs(
                config, clock, ids, metrics, auth.api(), router.api(), served, health::missing, Version.NUMBER);
    }

    private RouterNeeds routerNeeds(Path folder, LocalReplica replica, Seal seal, Engines engines) {
        return new RouterNeeds(
                name,
                folder,
                clock,
                ids,
                replica,
                engines::probe,
                engines::of,
                Engines.sealing(seal),
                Threads::run,
                metrics,
                auth::note);
    }

    private static String environment(String variable) {
        return System.getenv().getOrDefault(variable, "");
    }

    /** Ends the node: what runs is stored, then the parts end in reverse order. */
    @Override
    public void close() {
        LOG.info("node.stopping", "node", name);
        closing.close();
    }
}
