package aurora.keep.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Refusal;
import aurora.ground.process.Ports;
import aurora.ground.sql.SqlAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresTest {
    @TempDir
    Path folder;

    @Test
    void versionsOfPostgresAreUnderstood() {
        assertEquals(15, Postgres.major("15.18 (Debian 15.18-0+deb12u1)"));
        assertEquals(18, Postgres.major("18.6"));
        assertEquals(9, Postgres.major("9.6.24"));
        assertEquals(19, Postgres.major("19beta1"));
        assertEquals(0, Postgres.major("unknown"));
    }

    @Test
    void whereNobodyIsNobodyIsWaitedForLong() {
        int free = new Ports(folder.resolve("ports")).of("nobody");
        for (String place : List.of("127.0.0.1:" + free, "no-such-host.invalid:5432")) {
            HandClock clock = new HandClock();
            SqlAddress address =
                    new SqlAddress("jdbc:postgresql://" + place + "/aurora", "ann", "hush", "", Duration.ofSeconds(1));
            Postgres postgres = new Postgres(address, clock);
            IOException first = assertThrows(IOException.class, postgres::check);
            assertTrue(said(first).startsWith("PostgreSQL at " + place + " does not answer: "), first.toString());
            clock.nanos += Duration.ofSeconds(19).toNanos();
            assertThrows(IOException.class, postgres::check);
            clock.nanos += Duration.ofSeconds(1).toNanos();
            Refusal refusal = assertThrows(Refusal.class, postgres::check);
            assertTrue(said(refusal).startsWith("PostgreSQL at " + place + " cannot be reached: "), refusal.toString());
            assertTrue(said(refusal).endsWith("Start that server, or correct postgres.url."), refusal.toString());
        }
    }

    private static String said(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    /** Stands still until it is moved. */
    private static final class HandClock implements Clock {
        private long nanos;

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void pause(Duration length) {
            nanos += length.toNanos();
        }
    }
}
