package aurora.auth.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.SetClock;
import aurora.auth.credential.Throttle.Action;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ThrottleTest {
    private final SetClock clock = new SetClock();
    private final Throttle throttle = new Throttle(clock);

    @Test
    void guessingAtAnAccountSlowsDownButNeverStops() {
        assertEquals(10, tries("robert", "10.0.0.1", 50));
        Duration wait = throttle.take(Action.SIGN_IN, "ROBERT", "10.0.0.2").orElseThrow();
        assertEquals(Duration.ofSeconds(6), wait, "from anywhere, however the name is written");
        for (int hour = 0; hour < 100; hour++) {
            clock.move(wait);
            assertEquals(Optional.empty(), throttle.take(Action.SIGN_IN, "robert", "10.0.0.1"), "try " + hour);
            assertTrue(throttle.take(Action.SIGN_IN, "robert", "10.0.0.1").isPresent());
        }
        clock.move(Duration.ofMinutes(10));
        assertEquals(10, tries("robert", "10.0.0.1", 50), "calm brings all tries back");
    }

    @Test
    void waitingWhileRefusedCostsNothing() {
        tries("robert", "10.0.0.1", 10);
        for (int i = 0; i < 1000; i++) {
            assertTrue(throttle.take(Action.SIGN_IN, "robert", "10.0.0.1").isPresent());
        }
        clock.move(Duration.ofSeconds(6));
        assertEquals(Optional.empty(), throttle.take(Action.SIGN_IN, "robert", "10.0.0.1"));
    }

    @Test
    void anAddressThatTriesManyNamesSlowsDown() {
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            taken += throttle.take(Action.SIGN_IN, "user" + i, "10.0.0.1").isEmpty() ? 1 : 0;
        }
        assertEquals(30, taken);
        assertEquals(Optional.empty(), throttle.take(Action.SIGN_IN, "robert", "10.0.0.2"));
    }

    @Test
    void oneHouseholdOfIpv6IsOneAddress() {
        for (int i = 0; i < 30; i++) {
            throttle.take(Action.SIGN_IN, "user" + i, "2001:db8:1:2::" + i);
        }
        assertTrue(
                throttle.take(Action.SIGN_IN, "robert", "2001:db8:1:2:ffff::1").isPresent());
        assertTrue(throttle.take(Action.SIGN_IN, "robert", "2001:db8:1:3::1").isEmpty());
        assertEquals(Throttle.prefix("::ffff:10.0.0.1"), Throttle.prefix("10.0.0.1"));
        assertEquals(64, Throttle.prefix("no address".repeat(100)).length());
    }

    @Test
    void allTogetherAreBounded() {
        int taken = 0;
        for (int i = 0; i < 1000; i++) {
            taken += throttle.take(Action.SIGN_IN, "u" + i, "10.0." + i / 250 + "." + i % 250)
                            .isEmpty()
                    ? 1
                    : 0;
        }
        assertEquals(100, taken);
    }

    @Test
    void strangersWhoGuessDoNotSlowTheOwnerDown() {
        assertTrue(throttle.take(Action.SIGN_IN, "robert", "192.168.1.5").isEmpty());
        throttle.succeeded(Action.SIGN_IN, "robert", "192.168.1.5");
        tries("robert", "203.0.113.9", 30);
        assertTrue(throttle.take(Action.SIGN_IN, "robert", "203.0.113.10").isPresent());
        assertTrue(throttle.take(Action.SIGN_IN, "Robert", "192.168.1.5").isEmpty());
    }

    /** A household, or all who come by one proxy. */
    @Test
    void strangersAtOnesOwnAddressDoNotSlowOneDown() {
        throttle.succeeded(Action.SIGN_IN, "robert", "10.0.0.1");
        for (int i = 0; i < 100; i++) {
            throttle.take(Action.SIGN_IN, "user" + i, "10.0.0.1");
        }
        assertTrue(throttle.take(Action.SIGN_IN, "eve", "10.0.0.1").isPresent(), "they themselves are slow");
        assertEquals(Optional.empty(), throttle.take(Action.SIGN_IN, "Robert", "10.0.0.1"));
        for (int i = 0; i < 1000; i++) {
            throttle.take(Action.SIGN_IN, "u" + i, "10.1." + i / 250 + "." + i % 250);
        }
        assertTrue(throttle.take(Action.SIGN_IN, "eve", "10.9.9.9").isPresent(), "all strangers are slow");
        assertEquals(Optional.empty(), throttle.take(Action.SIGN_IN, "Robert", "10.0.0.1"));
    }

    @Test
    void aFamiliarAccountIsGuessedNoFasterThanAnother() {
        throttle.succeeded(Action.SIGN_IN, "robert", "10.0.0.1");
        assertEquals(10, tries("robert", "10.0.0.1", 50));
        assertEquals(
                Optional.of(Duration.ofSeconds(6)), throttle.take(Action.SIGN_IN, "robert", "10.0.0.1"), "as before");
        assertEquals(10, tries("mia", "10.0.0.1", 50), "a new name there is a stranger");
        assertEquals(10, tries("robert", "10.0.0.2", 50), "as is the name elsewhere");
    }

    @Test
    void aLiveSessionIsNotSlowedWhereverItIs() {
        throttle.recognised(Action.REFRESH, "session-1", "10.0.0.1");
        for (int i = 0; i < 200; i++) {
            throttle.take(Action.REFRESH, "junk" + i, "10.0.0.1");
            throttle.take(Action.REFRESH, "guess" + i, "10.0.0.2");
        }
        for (String address : List.of("10.0.0.1", "10.0.0.2")) {
            assertTrue(throttle.take(Action.REFRESH, "session-2", address).isPresent(), "a stranger is slow");
            assertEquals(Optional.empty(), throttle.take(Action.REFRESH, "session-1", address));
        }
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            taken += throttle.take(Action.REFRESH, "session-1", "10.0.0.2").isEmpty() ? 1 : 0;
        }
        assertEquals(19, taken, "its own line holds");
    }

    @Test
    void whoHoldsASessionChangesItsPasswordWhateverStrangersDo() {
        for (int i = 0; i < 100; i++) {
            throttle.take(Action.SIGN_IN, "user" + i, "10.0.0.1");
            throttle.take(Action.SIGN_IN, "robert", "10.0.0.1");
        }
        int taken = 0;
        for (int i = 0; i < 50; i++) {
            taken += throttle.take(Action.PASSWORD, "id-of-robert", "10.0.0." + i)
                            .isEmpty()
                    ? 1
                    : 0;
        }
        assertEquals(10, taken, "as slow as an account, from anywhere");
    }

    @Test
    void whatIsFamiliarIsBounded() {
        throttle.succeeded(Action.SIGN_IN, "robert", "10.0.0.1");
        for (int i = 0; i < Throttle.FAMILIAR_MAX; i++) {
            throttle.recognised(Action.SIGN_IN, "user" + i, "10.0.0.1");
        }
        tries("eve", "10.0.0.1", 10);
        for (int i = 0; i < 30; i++) {
            throttle.take(Action.SIGN_IN, "new" + i, "10.0.0.1");
        }
        assertTrue(throttle.take(Action.SIGN_IN, "robert", "10.0.0.1").isPresent(), "long ago: a stranger again");
    }

    @Test
    void goodSignInsDoNotCount() {
        for (int i = 0; i < 500; i++) {
            assertTrue(throttle.take(Action.SIGN_IN, "robert", "10.0.0.1").isEmpty(), "sign-in " + i);
            throttle.succeeded(Action.SIGN_IN, "robert", "10.0.0.1");
        }
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 30_000; i++) {
            clock.move(Duration.ofMillis(100));
            throttle.take(Action.SIGN_IN, "user" + i, "10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255));
            assertTrue(throttle.size() <= Throttle.ENTRIES_MAX);
        }
        assertTrue(throttle.size() > 100);
    }

    private int tries(String account, String address, int count) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            taken += throttle.take(Action.SIGN_IN, account, address).isEmpty() ? 1 : 0;
        }
        return taken;
    }
}
