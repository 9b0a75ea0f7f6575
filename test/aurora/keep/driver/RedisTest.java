package aurora.keep.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Ids;
import aurora.ground.process.ChildSpec;
import aurora.ground.process.Ports;
import aurora.ground.process.Spawner;
import aurora.keep.KeepApi.Owner;
import aurora.keep.files.Places;
import aurora.keep.files.Unpacked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Redis of this machine and the one that comes along. */
final class RedisTest {
    private static final Clock CLOCK = Clock.system();

    private final Spawner spawner = new Spawner(CLOCK);
    private Path folder = Path.of("/");
    private Places places = new Places(folder, folder, folder, Optional.empty());

    @BeforeEach
    void open() throws IOException {
        folder = Files.createTempDirectory("aurora-driver-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        places = Places.below(folder);
    }

    @AfterEach
    void close() throws IOException {
        spawner.close();
        Unpacked.delete(folder);
    }

    @Test
    void itIsToldWhoseTheProgramIs() throws Exception {
        Host host = new Host(places, spawner, new Ports(folder.resolve("ports")));
        Path jars = Redis.inJar(places).orElseThrow();
        assertStarts(new Redis(host, Ids.secure(), Optional.empty(), Optional.empty()), Owner.EMBEDDED, jars);
        Path installed = Files.copy(jars, folder.resolve("redis-server"), StandardCopyOption.COPY_ATTRIBUTES);
        assertStarts(
                new Redis(host, Ids.secure(), Optional.empty(), Optional.of(installed)), Owner.INSTALLED, installed);
    }

    private static void assertStarts(Redis redis, Owner whose, Path from) throws Exception {
        assertEquals(Owner.OFF, redis.owner());
        Driver.Ours started = (Driver.Ours) redis.start();
        assertEquals(whose, redis.owner());
        assertEquals(from, started.program());
        started.child().kill();
    }

    @Test
    void theRedisOfTheJarRunsToo() throws Exception {
        Path program = Redis.inJar(places).orElseThrow();
        List<String> said = spawner.run(
                ChildSpec.of("redis", List.of(program.toString(), "--version")).as(places.user()),
                Duration.ofSeconds(20));
        assertTrue(said.getFirst().contains("7.0.15"), said.toString());
    }
}
