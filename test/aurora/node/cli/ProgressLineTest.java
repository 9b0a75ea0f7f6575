package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import aurora.auth.SetClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person sees while a node starts. */
final class ProgressLineTest {
    private final SetClock clock = new SetClock();
    private final List<String> said = new ArrayList<>();
    private final ProgressLine line = new ProgressLine(clock, said::add);

    private void after(int millis) {
        clock.move(Duration.ofMillis(millis));
        line.look();
    }

    @Test
    void aQuickStartSaysNothing() {
        line.passing("starting PostgreSQL");
        after(500);
        line.passing("starting the services");
        after(400);
        line.close();
        after(60_000);
        assertEquals(List.of(), said);
    }

    @Test
    void whatTakesLongerThanASecondIsNamedAndNamedAgain() {
        line.passing("starting PostgreSQL");
        after(900);
        line.passing("starting the services");
        after(200);
        assertEquals(List.of("starting the services ..."), said, "a second without a word");
        after(10_000);
        assertEquals(1, said.size());
        after(5_000);
        assertEquals("starting the services ..., 15 s", said.getLast());
    }

    @Test
    void longStepsAreToldAtOnceWithTheirTenths() {
        line.at("unpacking PostgreSQL", 0);
        line.at("unpacking PostgreSQL", 0.09);
        line.at("unpacking PostgreSQL", 0.31);
        line.at("unpacking PostgreSQL", 1);
        line.at("preparing the database", 0);
        line.at("preparing the database", 1);
        assertEquals(
                List.of("unpacking PostgreSQL ...", "unpacking PostgreSQL 30 %", "preparing the database ..."), said);
    }

    @Test
    void aNoteIsPassedOnWhenItIsThere() {
        line.close();
        line.at("unpacking PostgreSQL", 0);
        line.note("Ollama is not there.");
        assertEquals(List.of("Ollama is not there."), said);
        assertFalse(line.look());
    }
}
