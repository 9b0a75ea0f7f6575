package aurora.mesh.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.base.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HlcTest {
    private long millis = 1_800_000_000_000L;
    private final Hlc hlc = new Hlc(new SetClock());

    @Test
    void isLaterThanAllMadeAndSeenWhateverTheClockDoes() {
        long seed = Seed.next();
        Random random = new Random(seed);
        long highest = 0;
        for (int i = 0; i < 100_000; i++) {
            switch (random.nextInt(6)) {
                case 0 -> millis += random.nextInt(5);
                case 1 -> millis -= random.nextInt(3_600_000);
                case 2 -> {
                    long seen = ((millis + random.nextInt(7_200_000) - 3_600_000) << 16) + random.nextInt(1 << 16);
                    hlc.saw(seen);
                    highest = Math.max(highest, seen);
                }
                default -> {
                    long stamp = hlc.next();
                    assertTrue(stamp > highest, "seed " + seed + ", step " + i);
                    highest = stamp;
                }
            }
        }
    }

    @Test
    void followsTheTimeOfDay() {
        assertEquals(millis << 16, hlc.next());
        assertEquals((millis << 16) + 1, hlc.next());
        millis += 10;
        assertEquals(millis << 16, hlc.next());
    }

    @Test
    void moreThanFitIntoAMillisecondRunOnIntoTheNext() {
        for (int i = 0; i < 1 << 16; i++) {
            hlc.next();
        }
        assertEquals((millis + 1) << 16, hlc.next());
        millis += 1;
        assertEquals((millis << 16) + 1, hlc.next());
    }

    private final class SetClock implements Clock {
        @Override
        public Instant now() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public long nanos() {
            return millis * 1_000_000;
        }

        @Override
        public void pause(Duration length) {
            millis += length.toMillis();
        }
    }
}
