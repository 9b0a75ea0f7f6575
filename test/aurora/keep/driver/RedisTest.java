package aurora.keep.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Ids;
import aurora.ground.process.ChildSpec;
import aurora.keep.KeepApi.Owner;
import aurora.keep.ProgramsFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Redis of this machine and the one that comes along. */
final class RedisTest {
    private static final Clock CLOCK = Clock.system();

    @RegisterExtension
    final ProgramsFolder here = new ProgramsFolder();

    @Test
    void itIsToldWhoseTheProgramIs() throws Exception {
        Host host = here.host();
        Path jars = Redis.inJar(here.places()).orElseThrow();
        assertStarts(new Redis(host, Ids.secure(), Optional.empty(), Optional.empty()), Owner.EMBEDDED, jars);
        Path installed = Files.copy(jars, here.path().resolve("redis-server"), StandardCopyOption.COPY_ATTRIBUTES);
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
        Path program = Redis.inJar(here.places()).orElseThrow();
        List<String> said = here.spawner()
                .run(
                        ChildSpec.of("redis", List.of(program.toString(), "--version"))
                                .as(here.places().user()),
                        Duration.ofSeconds(20));
        assertTrue(said.getFirst().contains("7.0.15"), said.toString());
    }
}
