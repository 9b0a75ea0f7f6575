package aurora.keep;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.base.Refusal;
import aurora.ground.bus.RedisAddress;
import aurora.ground.config.Setting;
import aurora.ground.process.Ports;
import aurora.ground.process.Spawner;
import aurora.ground.sql.SqlAddress;
import aurora.keep.driver.Host;
import aurora.keep.driver.Off;
import aurora.keep.driver.Ollama;
import aurora.keep.driver.Redis;
import aurora.keep.files.Places;
import aurora.keep.postgres.Postgres;
import aurora.keep.postgres.PostgresServer;
import aurora.keep.supervisor.Program;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The programs kept running beside the node: PostgreSQL, Redis and Ollama, started in this order, stopped in reverse.
 */
public final class Keep implements AutoCloseable {
    /** What can be set. */
    public static final List<Setting<?>> SETTINGS = KeepConfig.SETTINGS;

    private final List<Program> programs = new ArrayList<>();
    private final Program database;
    private final Progress progress;
    private final Supplier<SqlAddress> owner;
    private final Supplier<SqlAddress> app;
    private final String reader;
    private final Optional<PostgresServer> server;
    private final Supplier<Optional<RedisAddress>> redis;
    private final Supplier<Optional<URI>> ollama;

    /** The programs of the node whose places are {@code places}; nothing is started yet. */
    public Keep(KeepConfig config, Places places, Spawner spawner, Clock clock, Progress progress) {
        Ids ids = Ids.secure();
        Host host = new Host(places, spawner, new Ports(places.home().resolve("ports")));
        this.progress = progress;
        if (config.postgres().isPresent()) {
            SqlAddress external = config.postgres().get();
            server = Optional.empty();
            owner = () -> external;
            app = () -> external;
            reader = "";
            database = new Program(new Postgres(external, clock), clock, ids);
        } else {
            PostgresServer own = new PostgresServer(host, clock, Map.of());
            server = Optional.of(own);
            owner = own::owner;
            app = own::app;
            reader = PostgresServer.APP;
            database = new Program(new Postgres(own, clock, progress), clock, ids);
        }
        programs.add(database);
        Redis hints = new Redis(host, ids, config.redis());
        redis = config.redisOff() ? Optional::empty : hints::server;
        programs.add(new Program(config.redisOff() ? new Off("redis") : hints, clock, ids));
        Ollama engine = new Ollama(host, config.ollama());
        ollama = config.ollamaOff() ? Optional::empty : engine::server;
        programs.add(new Program(config.ollamaOff() ? new Off("ollama") : engine, clock, ids));
    }

    /** Starts all, each by itself; returns at once. */
    public void start() {
        programs.forEach(program -> program.start(progress));
    }

    /**
     * Waits until the database is ready, and tells how long already when that is more than a moment.
     *
     * @throws Refusal when it cannot be, with the reason for a person
     */
    public void awaitDatabase(Deadline deadline) throws InterruptedException {
        database.awaitReady(deadline, progress);
    }

    /** The database as the owner of the schemas, for {@link aurora.mesh.data.Schemas}; may move to another port. */
    public Supplier<SqlAddress> owner() {
        return owner;
    }

    /** The database as services read and write. */
    public Supplier<SqlAddress> app() {
        return app;
    }

    /** The role that services read and write as; empty when it is the owner, as in an external database. */
    public String reader() {
        return reader;
    }

    /** Redis, as long as there is one. */
    public Supplier<Optional<RedisAddress>> redis() {
        return redis;
    }

    /** Ollama, as long as there is one. */
    public Supplier<Optional<URI>> ollama() {
        return ollama;
    }

    /** The service that shows the programs. */
    public KeepApi api() {
        return new KeepService(programs);
    }

    /** Stops what was started, in reverse order. */
    @Override
    public void close() {
        programs.reversed().forEach(Program::close);
        server.ifPresent(PostgresServer::closeProbe);
    }
}
