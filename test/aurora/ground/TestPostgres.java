package aurora.ground;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.ground.process.Child;
import aurora.ground.process.Ports;
import aurora.ground.process.Spawner;
import aurora.ground.sql.Sql;
import aurora.ground.sql.SqlAddress;
import aurora.keep.driver.Host;
import aurora.keep.files.Places;
import aurora.keep.postgres.PostgresServer;
import aurora.mesh.data.LocalReplica;
import aurora.mesh.data.Schemas;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One real PostgreSQL for all tests of a JVM, started by the first that asks, gone with the JVM. Each call gives a
 * fresh database with the data schema, in a few milliseconds:
 *
 * <pre>{@code
 * try (TestPostgres.Database db = TestPostgres.fresh()) {
 *   db.migrate("chat", Chat.class, "chat.sql");
 *   ChatStore store = new ChatStore(db.replica());
 * }
 * }</pre>
 */
public final class TestPostgres {
    private static final String FOLDER = "aurora-test-jvm-";
    private static final String NODE = "test";
    private static final String TEMPLATE = "template_aurora";

    private static final class Running {
        static final Running ONLY = new Running();

        final PostgresServer server;
        final Sql admin;
        final AtomicInteger made = new AtomicInteger();

        Running() {
            try {
                sweep(Path.of(System.getProperty("java.io.tmpdir")));
                Path folder = Files.createTempDirectory(
                        FOLDER + ProcessHandle.current().pid() + "-");
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
                AtomicReference<Child> started = new AtomicReference<>();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started.get(), folder)));
                Clock clock = Clock.system();
                Spawner spawner = new Spawner(clock);
                server = new PostgresServer(
                        new Host(Places.below(folder), spawner, new Ports(folder.resolve("ports"))),
                        clock,
                        Map.of("fsync", "off", "full_page_writes", "off", "synchronous_commit", "off"));
                Child child = server.start(Progress.SILENT);
                started.set(child);
                server.awaitReady(child, Deadline.after(clock, Duration.ofSeconds(60)));
                admin = new Sql(superuser("postgres"), 2, clock);
                admin.script("CREATE DATABASE " + TEMPLATE + " OWNER " + PostgresServer.OWNER);
                try (Sql owner = new Sql(superuser(TEMPLATE).as(PostgresServer.OWNER), 1, clock)) {
                    new Schemas(owner, PostgresServer.APP).install(NODE);
                }
            } catch (IOException failed) {
                throw new IllegalStateException("the PostgreSQL of the tests did not start", failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the PostgreSQL of the tests was starting", stopped);
            }
        }

        SqlAddress superuser(String database) {
            return other(server.owner(), database).as("");
        }

        private static SqlAddress other(SqlAddress address, String database) {
            return new SqlAddress(
                    address.url().replace("/aurora?", "/" + database + "?"),
                    address.user(),
                    address.password(),
                    address.role(),
                    address.statementMax());
        }

        private static void end(@Nullable Child child, Path folder) {
            if (child != null) {
                List<ProcessHandle> all = ProcessHandle.of(child.pid()).stream()
                        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                        .toList();
                all.forEach(ProcessHandle::destroyForcibly);
                all.forEach(process -> process.onExit()
                        .completeOnTimeout(process, 2, TimeUnit.SECONDS)
                        .join());
            }
            delete(folder);
        }

        /** Deletes what test JVMs left behind that were killed before they could. */
        private static void sweep(Path temporary) throws IOException {
            try (Stream<Path> folders = Files.list(temporary)) {
                for (Path folder : folders.toList()) {
                    String name = folder.getFileName().toString();
                    String pid = name.startsWith(FOLDER)
                            ? name.substring(FOLDER.length()).replaceFirst("-.*", "")
                            : "";
                    if (pid.matches("\\d{1,9}")
                            && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                        delete(folder);
                    }
                }
            }
        }

        /** What cannot be deleted now is swept up by the next JVM. */
        private static void delete(Path folder) {
            try {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path done, @Nullable IOException failed)
                            throws IOException {
                        Files.deleteIfExists(done);
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException left) {
                System.err.println("left behind for now: " + folder + " (" + left + ")");
            }
        }
    }

    private TestPostgres() {}

    /** A database of its own for the caller, with the data schema in it. */
    public static Database fresh() {
        Running running = Running.ONLY;
        String name = "test_" + running.made.incrementAndGet();
        running.admin.script("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " OWNER " + PostgresServer.OWNER);
        SqlAddress owner = Running.other(running.server.owner(), name);
        SqlAddress app = Running.other(running.server.app(), name);
        Sql ownerSql = new Sql(owner, 4, Clock.system());
        Sql appSql = new Sql(app, 8, Clock.system());
        LocalReplica replica = new LocalReplica(appSql, Clock.system(), Ids.secure());
        return new Database(ownerSql, appSql, replica, app);
    }

    /**
     * One database.
     *
     * @param owner as the role that owns the schemas, for looking behind the scenes
     * @param app as services see it
     * @param replica what services use
     * @param address of {@code app}
     */
    public record Database(Sql owner, Sql app, LocalReplica replica, SqlAddress address) implements AutoCloseable {

        /** Installs a service's views from the script beside {@code beside}. */
        public void migrate(String service, Class<?> beside, String resource) {
            new Schemas(owner, PostgresServer.APP).migrate(service, beside, resource);
        }

        /** Installs a service's views. */
        public void migrate(String service, String script) {
            new Schemas(owner, PostgresServer.APP).migrate(service, script);
        }

        @Override
        public void close() {
            app.close();
            owner.close();
        }
    }
}
