package aurora.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.ground.TestPostgres;
import aurora.ground.bus.RedisAddress;
import aurora.ground.process.Ports;
import aurora.ground.sql.SqlAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers that settings name, asked once. */
final class TrialTest {
    private static final Clock CLOCK = Clock.system();

    @TempDir
    private Path folder;

    @Test
    void whatIsNotNamedIsNotAsked() {
        assertEquals(List.of(), Trial.all(KeepConfig.OWN, CLOCK));
    }

    @Test
    void whereNobodyIsItIsSaidWhatToDo() {
        Ports ports = new Ports(folder.resolve("ports"));
        KeepConfig nobody = new KeepConfig(
                Optional.of(SqlAddress.local(ports.of("postgres"), "aurora", "ann", "hush")),
                Optional.of(new RedisAddress("127.0.0.1", ports.of("redis"), "hush")),
                false,
                Optional.of(URI.create("http://127.0.0.1:" + ports.of("ollama"))),
                false);
        List<Trial> trials = Trial.all(nobody, CLOCK);
        assertEquals(
                List.of("postgres.url", "redis.address", "ollama.url"),
                trials.stream().map(Trial::setting).toList());
        for (Trial trial : trials) {
            assertFalse(trial.works(), trial.toString());
            assertTrue(trial.says().contains("127.0.0.1:") && trial.mend().contains(trial.setting()), trial.toString());
            assertFalse(trial.toString().contains("hush"));
            boolean own = !trial.setting().equals("postgres.url");
            assertTrue(!own || trial.says().contains("nothing listens"), trial.toString());
        }
    }

    @Test
    void aDatabaseThatIsThereTellsItsVersion() {
        try (TestPostgres.Database db = TestPostgres.fresh()) {
            KeepConfig config =
                    new KeepConfig(Optional.of(db.address()), Optional.empty(), true, Optional.empty(), true);
            Trial trial = Trial.all(config, CLOCK).getFirst();
            assertTrue(trial.works() && trial.says().startsWith("PostgreSQL 1"), trial.toString());
        }
    }
}
