package aurora.keep.postgres;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.base.Refusal;
import aurora.ground.process.Child;
import aurora.ground.process.ChildSpec;
import aurora.ground.process.Signal;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.DatabaseException.Access;
import aurora.ground.sql.Sql;
import aurora.ground.sql.SqlAddress;
import aurora.keep.driver.Host;
import aurora.keep.files.DataRoom;
import aurora.keep.files.Places;
import aurora.keep.files.Unpacked;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * PostgreSQL as a child of the node: unpacked from its jar, its data directory made once, listening on the loopback
 * address only. One life of the server is {@link #start}, {@link #awaitReady}, {@link Child#stop}; who restarts it is
 * {@link aurora.keep.supervisor.Program}'s affair.
 */
public final class PostgresServer {
    /** The superuser, who is used for making the roles and the database and for nothing else. */
    static final String SUPERUSER = "aurora";

    /** The role that owns the schemas; nobody signs in as it. */
    public static final String OWNER = "aurora_owner";

    /** The role that services read and write as. */
    public static final String APP = "aurora_app";

    private static final String DATABASE = "aurora";
    private static final Duration INITDB_MAX = Duration.ofMinutes(2);

    /** How long a server of an earlier life of this node may take to end; its fast stop takes less than a second. */
    private static final Duration ORPHAN_MAX = Duration.ofSeconds(8);

    /** Two pieces of its log and a little more. */
    private static final long ROOM_MIN = 40L << 20;

    private final Places places;
    private final Host host;
    private final Clock clock;
    private final Ids ids;
    private final Map<String, String> settings;
    private final Sql probe;
    private volatile int port;
    private volatile String version = "";
    private volatile Path program = Path.of("postgres");

    /** Whether this life has answered; before, it is asked only when it says that it is ready. */
    private volatile boolean answered;

    /** A server with its data in the places of {@code host}; {@code settings} are added to the usual ones. */
    public PostgresServer(Host host, Clock clock, Map<String, String> settings) {
        this.places = host.places();
        this.host = host;
        this.clock = clock;
        this.ids = Ids.secure();
        this.settings = Map.copyOf(settings);
        this.port = host.ports().of("postgres");
        this.probe = new Sql(() -> superuser("postgres").within(Duration.ofSeconds(1)), 1, clock);
    }

    /** The database as the superuser. */
    SqlAddress superuser(String database) {
        return SqlAddress.local(port, database, SUPERUSER, password(SUPERUSER));
    }

    /** The node's database as the owner of the schemas, for {@link aurora.mesh.data.Schemas}. */
    public SqlAddress owner() {
        return superuser(DATABASE).as(OWNER);
    }

    /** The node's database as services see it. */
    public SqlAddress app() {
        return SqlAddress.local(port, DATABASE, APP, password(APP));
    }

    /** Whether there is room for its start: without, it would die of a full disk again and again. */
    boolean hasRoom() throws IOException {
        return DataRoom.of(places.data()).freeBytes() >= ROOM_MIN;
    }

    /**
     * Unpacks and initialises what is missing, refuses when the data is in use, and starts the server. It is not ready
     * yet then.
     */
    public Child start(Progress progress) throws IOException, InterruptedException {
        Path programs = unpack(progress);
        program = programs.resolve("bin/postgres");
        Path data = places.data().resolve("postgres");
        if (!Files.exists(data)) {
            initialise(programs, data, progress);
        }
        if (version.isEmpty()) {
            DataCheck.version(
                    data, Postgres.major(programs.getFileName().toString().replace("postgres-", "")));
        }
        progress.passing("starting PostgreSQL");
        PostmasterFile.clear(data, Deadline.after(clock, ORPHAN_MAX), clock);
        PostmasterFile.awaitBackends(data, Deadline.after(clock, ORPHAN_MAX), clock);
        port = host.ports().freeOf("postgres");
        answered = false;
        List<String> command = new ArrayList<>(List.of(program.toString(), "-D", data.toString()));
        usual().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        command.addAll(List.of("-c", "port=" + port));
        return host.spawner()
                .spawn(ChildSpec.of("postgres", command)
                        .in(data)
                        .as(places.user())
                        .endedBy(Signal.INT)
                        .loggedTo(places.log("postgres")));
    }

    /**
     * Gives the server a small piece of work, bounded to 2 s; the first time after a start it also makes sure that the
     * roles and the database exist.
     *
     * @throws IOException when it does not answer
     * @throws Refusal when it answers but does not know this node
     */
    public void check() throws IOException {
        // a server that is asked while it starts writes FATAL into its log
        if (!answered && !PostmasterFile.ready(places.data().resolve("postgres"))) {
            throw new IOException("PostgreSQL is starting");
        }
        try {
            String now = probe.first("SHOW server_version", row -> row.text("server_version"))
                    .orElseThrow();
            if (version.isEmpty()) {
                try (Sql sql = new Sql(superuser("postgres").within(Duration.ofSeconds(60)), 1, clock)) {
                    prepare(sql);
                }
                try (Sql sql = new Sql(app(), 1, clock)) {
                    sql.first("SELECT 1 AS one", row -> true);
                }
                version = now;
            }
            answered = true;
        } catch (DatabaseException failed) {
            if (failed.access() == Access.REFUSED) {
                throw new Refusal(
                        "PostgreSQL in " + places.data() + " does not accept the passwords kept in "
                                + places.home().resolve("passwords") + ": " + failed.getMessage()
                                + ". Home and data do not belong together, or a password was changed: put back the"
                                + " home it belongs to.",
                        failed);
            }
            if (failed.kind() == DatabaseException.Kind.DEFECT) {
                throw new Refusal(
                        "PostgreSQL in " + places.data() + " cannot be prepared: " + failed.getMessage()
                                + ". Its log is " + places.home().resolve("logs") + "/postgres.log.",
                        failed);
            }
            throw new IOException("PostgreSQL does not answer: " + failed.getMessage(), failed);
        }
    }

    /**
     * Waits until {@link #check} succeeds.
     *
     * @throws IOException when the server ends or is not ready before {@code deadline}; the message holds its last
     *     lines
     */
    public void awaitReady(Child child, Deadline deadline) throws IOException, InterruptedException {
        while (true) {
            try {
                check();
                return;
            } catch (IOException notYet) {
                if (!child.alive() || deadline.passed()) {
                    throw new IOException(
                            "PostgreSQL does not start: " + String.join(" | ", child.lastLines()), notYet);
                }
            }
            clock.pause(Duration.ofMillis(25));
        }
    }

    /** Why it dies at its start, from the last lines it wrote, and what to do. */
    String whyItDies(List<String> lastLines) {
        Path log = places.home().resolve("logs").resolve("postgres.log");
        return DataCheck.whyItDies(places.data().resolve("postgres"), log, lastLines);
    }

    /** Its version; empty until it was ready for the first time. */
    String version() {
        return version;
    }

    /** The file it is started from. */
    Path program() {
        return program;
    }

    /** Its port on the loopback address. */
    int port() {
        return port;
    }

    /** Lets go of the connection used for checks. */
    public void closeProbe() {
        probe.close();
    }

    private void prepare(Sql sql) {
        String verifier = password(APP);
        if (sql.first("SELECT 1 AS one FROM pg_database WHERE datname = ?", row -> row.number("one"), DATABASE)
                .isPresent()) {
            return;
        }
        for (String role : List.of(OWNER + " NOLOGIN", APP + " LOGIN PASSWORD '" + verifier + "'")) {
            String name = role.substring(0, role.indexOf(' '));
            if (sql.first("SELECT 1 AS one FROM pg_roles WHERE rolname = ?", row -> row.number("one"), name)
                    .isEmpty()) {
                sql.script("CREATE ROLE " + role);
            }
        }
        sql.script("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        sql.script("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
    }

    private Path unpack(Progress progress) throws InterruptedException {
        String resource = resource();
        URL archive = PostgresServer.class.getResource("/" + resource);
        if (archive == null) {
            throw new Refusal(
                    "This build of Aurora brings no PostgreSQL for this machine (" + resource
                            + "): name one of yours, version 15 or newer, in" + " postgres.url.",
                    null);
        }
        try {
            URLConnection connection = archive.openConnection();
            connection.setUseCaches(false);
            long size = connection.getContentLengthLong();
            String jar = archive.getPath().replaceFirst("\\.jar!.*", "");
            String name = "postgres-" + jar.substring(jar.lastIndexOf('-') + 1) + "-" + Long.toHexString(size);
            return Unpacked.once(places.programs(), name, folder -> {
                try (InputStream in = connection.getInputStream()) {
                    Unpacked.txz(in, size, folder, done -> progress.at("unpacking PostgreSQL", done));
                }
            });
        } catch (IOException unreadable) {
            throw new Refusal("Cannot read PostgreSQL from " + archive + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static String resource() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + os + "-" + arch + ".txz";
    }

    /**
     * Makes the data directory under another name first, so that one that was begun and not finished is never taken
     * for whole.
     */
    private void initialise(Path programs, Path data, Progress progress) throws IOException, InterruptedException {
        progress.at("preparing the database", 0);
        Unpacked.delete(places.data().resolve("postgres-setup"));
        Path setup = places.own("postgres-setup");
        Path half = places.own("postgres-setup/data");
        Path file = setup.resolve("password");
        Places.write(file, password(SUPERUSER), "rw-------");
        if (places.user().isPresent()) {
            places.user().get().own(file);
        }
        List<String> command = new ArrayList<>(
                List.of(programs.resolve("bin/initdb").toString(), "-D", half.toString(), "-U", SUPERUSER));
        command.addAll(List.of("--pwfile=" + file, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C"));
        command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        if ("off".equals(settings.get("fsync"))) {
            command.add("--no-sync");
        }
        host.spawner()
                .run(ChildSpec.of("initdb", command).in(half).as(places.user()).with("TZ", "UTC"), INITDB_MAX);
        Files.delete(file);
        Files.move(half, data, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(setup);
        progress.at("preparing the database", 1);
    }

    /** Sized for a laptop beside other programs; the logical level is for replication between nodes. */
    private static Map<String, String> usual() {
        return Map.ofEntries(
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("max_connections", "60"),
                Map.entry("shared_buffers", "64MB"),
                Map.entry("maintenance_work_mem", "32MB"),
                Map.entry("max_wal_size", "256MB"),
                Map.entry("wal_level", "logical"),
                Map.entry("max_wal_senders", "24"),
                Map.entry("max_replication_slots", "24"),
                Map.entry("max_active_replication_origins", "24"),
                Map.entry("max_logical_replication_workers", "24"),
                Map.entry("max_worker_processes", "40"),
                Map.entry("max_parallel_workers_per_gather", "0"),
                Map.entry("wal_retrieve_retry_interval", "500ms"),
                Map.entry("wal_receiver_timeout", "20s"),
                Map.entry("wal_sender_timeout", "20s"),
                Map.entry("max_slot_wal_keep_size", "1GB"),
                Map.entry("password_encryption", "scram-sha-256"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"),
                Map.entry("jit", "off"),
                Map.entry("log_min_error_statement", "panic"),
                Map.entry("log_parameter_max_length_on_error", "0"));
    }

    private String password(String name) {
        try {
            return places.password(name, ids, "Without it the database in " + places.data() + " lets nobody in.");
        } catch (IOException unreadable) {
            throw new Refusal(
                    "Cannot read or write the passwords in " + places.home() + ": " + unreadable.getMessage(),
                    unreadable);
        }
    }
}
