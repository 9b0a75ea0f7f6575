package aurora.engine.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an engine says is kept without what looks like a secret. */
final class EngineWordsTest {
    private static String kept(String said) {
        EngineWords words = new EngineWords("e", Optional.of("own"));
        words.keep(500, said, Instant.EPOCH);
        return words.last().orElseThrow().words();
    }

    @Test
    void secretsByTheirNamesAreHidden() {
        for (String said : List.of(
                "password=hunter2",
                "PASSWORD: hunter2",
                "db_password = hunter2, user=a",
                "secret: hunter2",
                "client_secret=hunter2&x=1",
                "Token=hunter2;",
                "api_key=hunter2",
                "API-Key: hunter2",
                "{\"key\":\"hunter2\"}",
                "{\"token\" : \"a \\\\ hunter2",
                "{\\\"secret\\\":\\\"hunter2\\\"}",
                "pwd='more hunter2 words'",
                "passwd:hunter2",
                "at postgres://ann:hunter2@db:5432/x",
                "http://hunter2@host/",
                "https://ann:p@hunter2@host/")) {
            assertFalse(kept(said).contains("hunter2"), said + " became " + kept(said));
        }
    }

    @Test
    void theRestStays() {
        assertEquals("password=***, user=a", kept("password=hunter2, user=a"));
        assertEquals("no host at http://***@db:5432/x?y", kept("no host at http://ann:b@db:5432/x?y"));
        for (String said : List.of(
                "unexpected token at line 3",
                "model \"m\" not found",
                "see http://host/a@b",
                "is too large (4 of 2)")) {
            assertEquals(said, kept(said));
        }
    }

    @Test
    void longTextsCostLittle() {
        kept("token=\"" + "\\\\".repeat(200_000));
        kept("://".repeat(100_000) + "key ".repeat(100_000));
    }
}
