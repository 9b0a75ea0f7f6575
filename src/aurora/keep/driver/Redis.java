package aurora.keep.driver;

import aurora.base.Ids;
import aurora.ground.bus.RedisAddress;
import aurora.ground.process.ChildSpec;
import aurora.ground.process.Programs;
import aurora.ground.process.RunAs;
import aurora.keep.KeepApi.Owner;
import aurora.keep.files.Places;
import aurora.keep.files.Unpacked;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Redis: the machine's own program as a child, else the one inside the jar, or a server named in the configuration.
 * Holds nothing that must survive: no file is ever written.
 */
public final class Redis implements Driver {
    private static final Duration CHECK_MAX = Duration.ofSeconds(2);

    private final Host host;
    private final Ids ids;
    private final Optional<RedisAddress> external;
    private final Optional<Path> installed;
    private volatile Optional<RedisAddress> own = Optional.empty();
    private volatile Owner owner = Owner.OFF;
    private volatile String version = "";

    /** Redis as a child, unless {@code external} names a server. */
    public Redis(Host host, Ids ids, Optional<RedisAddress> external) {
        this(host, ids, external, Programs.find("redis-server"));
    }

    Redis(Host host, Ids ids, Optional<RedisAddress> external, Optional<Path> installed) {
        this.host = host;
        this.ids = ids;
        this.external = external;
        this.installed = installed;
    }

    /** Where it listens, with its password; empty while there is none. */
    public Optional<RedisAddress> server() {
        return external.or(() -> own);
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Owner owner() {
        return external.isPresent() ? Owner.EXTERNAL : owner;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String address() {
        return server().map(RedisAddress::toString).orElse("");
    }

    @Override
    public String title() {
        return "Redis" + (address().isEmpty() ? "" : " at " + address());
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(3);
    }

    @Override
    public Start start() throws IOException, InterruptedException {
        if (external.isPresent()) {
            return new Theirs();
        }
        Optional<Path> program = installed;
        owner = Owner.INSTALLED;
        if (program.isEmpty()) {
            program = inJar(host.places());
            owner = program.isPresent() ? Owner.EMBEDDED : Owner.OFF;
        }
        if (program.isEmpty()) {
            return new Absent(
                    "This machine has no redis-server, and this build brings none for it. Everything works without.");
        }
        Places places = host.places();
        Path data = places.own("redis");
        Path config = data.resolve("redis.conf");
        int port = host.ports().freeOf("redis");
        String password = places.password("redis", ids, "Or remove it: nothing is lost with it.");
        Places.write(config, config(port, password, data), "rw-------");
        Optional<RunAs> user = places.user();
        if (user.isPresent()) {
            user.get().own(config);
        }
        own = Optional.of(new RedisAddress("127.0.0.1", port, password));
        ChildSpec spec = ChildSpec.of("redis", List.of(program.get().toString(), config.toString()))
                .in(data)
                .as(user)
                .loggedTo(places.log("redis"));
        return new Ours(host.spawner().spawn(spec), program.get());
    }

    @Override
    public void check() throws IOException {
        version = server().orElseThrow(() -> new IOException("Redis is not started"))
                .ping(CHECK_MAX);
    }

    /** No scripts and no dangerous commands: the embedded program is older than the fixes in that part. */
    private static String config(int port, String password, Path data) {
        return String.join(
                "\n",
                "bind 127.0.0.1",
                "port " + port,
                "protected-mode yes",
                "daemonize no",
                "dir \"" + data + "\"",
                "logfile \"\"",
                "save \"\"",
                "appendonly no",
                "databases 1",
                "maxclients 200",
                "maxmemory 64mb",
                "maxmemory-policy allkeys-lru",
                "client-output-buffer-limit pubsub 8mb 2mb 60",
                "user default on #" + sha256(password) + " ~* &* +@all -@scripting -@dangerous",
                "");
    }

    /** The program inside the jar, unpacked. */
    static Optional<Path> inJar(Places places) throws InterruptedException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String name = "redis-server-7.0.15-" + os + "-" + arch;
        if (Redis.class.getResource("/" + name) == null) {
            return Optional.empty();
        }
        Path folder = Unpacked.once(places.programs(), name, into -> {
            try (InputStream in = Redis.class.getResourceAsStream("/" + name)) {
                if (in == null) {
                    throw new IOException("the jar has lost " + name);
                }
                Path file = into.resolve("redis-server");
                Files.copy(in, file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        });
        return Optional.of(folder.resolve("redis-server"));
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
