package aurora.keep.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PostgresTest {
    @Test
    void versionsOfPostgresAreUnderstood() {
        assertEquals(15, Postgres.major("15.18 (Debian 15.18-0+deb12u1)"));
        assertEquals(18, Postgres.major("18.6"));
        assertEquals(9, Postgres.major("9.6.24"));
        assertEquals(19, Postgres.major("19beta1"));
        assertEquals(0, Postgres.major("unknown"));
    }
}
