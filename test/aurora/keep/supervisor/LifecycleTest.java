package aurora.keep.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.keep.KeepApi.State;
import aurora.keep.supervisor.Lifecycle.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LifecycleTest {
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private long nanos = 1;
    private Lifecycle life = Lifecycle.stopped(now, nanos);

    @Test
    void startsAndBecomesReady() {
        assertEquals(State.STARTING, on(Event.BEGUN));
        assertEquals(State.STARTING, on(Event.MISSED));
        Instant begun = life.since();
        pass(Duration.ofSeconds(1));
        assertEquals(State.READY, on(Event.ANSWERED));
        assertEquals(begun.plusSeconds(1), life.since());
        pass(Duration.ofSeconds(1));
        on(Event.ANSWERED);
        assertEquals(begun.plusSeconds(1), life.since(), "an answer more changes nothing");
    }

    @Test
    void threeMissesInARowDegradeAndOneAnswerHeals() {
        on(Event.BEGUN, Event.ANSWERED, Event.MISSED, Event.MISSED, Event.ANSWERED, Event.MISSED);
        assertEquals(State.READY, on(Event.MISSED));
        assertEquals(State.DEGRADED, on(Event.MISSED));
        assertEquals(State.DEGRADED, on(Event.MISSED));
        assertEquals(State.READY, on(Event.ANSWERED));
        on(Event.MISSED, Event.MISSED, Event.MISSED);
        assertEquals(State.BACKOFF, on(Event.DIED), "a degraded one that dies is started again");
    }

    @Test
    void whatDoesNothingForLongIsHung() {
        on(Event.BEGUN);
        for (int i = 0; i < 10; i++) {
            on(Event.MISSED);
        }
        Duration allowed = Duration.ofSeconds(10);
        pass(allowed);
        assertFalse(life.hung(allowed, nanos), "it begins");
        on(Event.ANSWERED);
        pass(allowed);
        on(Event.MISSED, Event.MISSED);
        assertFalse(life.hung(allowed, nanos), "two checks may be an accident, however long ago the last answer is");
        on(Event.MISSED);
        assertTrue(life.hung(allowed, nanos));
        on(Event.ANSWERED, Event.MISSED, Event.MISSED, Event.MISSED, Event.MISSED);
        pass(allowed.minusMillis(1));
        assertFalse(life.hung(allowed, nanos), "many checks in a short time may be one accident");
        pass(Duration.ofMillis(1));
        assertTrue(life.hung(allowed, nanos));
        on(Event.ANSWERED);
        assertFalse(life.hung(allowed, nanos));
    }

    @Test
    void pausesDoubleUpToAMinuteAndEightFastDeathsAreTheEnd() {
        List<Long> seconds = List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L);
        for (long expected : seconds) {
            on(Event.BEGUN, Event.ANSWERED);
            pass(Duration.ofMinutes(4));
            assertEquals(State.BACKOFF, on(Event.DIED));
            assertEquals(Duration.ofSeconds(expected), life.pause(0.5));
            assertEquals(Duration.ofMillis(expected * 750), life.pause(0));
            assertTrue(life.pause(1).compareTo(Duration.ofMillis(expected * 1250)) <= 0);
        }
        on(Event.BEGUN);
        assertEquals(State.FAILED, on(Event.DIED));
    }

    @Test
    void fiveGoodMinutesForgiveEverything() {
        for (int i = 0; i < 7; i++) {
            on(Event.BEGUN, Event.DIED);
        }
        on(Event.BEGUN, Event.ANSWERED);
        pass(Duration.ofMinutes(5));
        assertEquals(State.BACKOFF, on(Event.DIED));
        assertEquals(Duration.ofSeconds(1), life.pause(0.5));
        on(Event.BEGUN, Event.ANSWERED);
        pass(Duration.ofMinutes(6));
        on(Event.ANSWERED);
        assertEquals(0, life.deaths());
    }

    @Test
    void whatIsRefusedOrStoppedStaysSo() {
        on(Event.BEGUN);
        assertEquals(State.FAILED, on(Event.REFUSED));
        assertEquals(State.STOPPED, on(Event.STOPPED));
    }

    private State on(Event... events) {
        for (Event event : events) {
            life = life.on(event, now, nanos);
        }
        return life.state();
    }

    private void pass(Duration length) {
        now = now.plus(length);
        nanos += length.toNanos();
    }
}
