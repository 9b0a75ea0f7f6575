package aurora.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeKeysTest {
    @TempDir
    Path home;

    @Test
    void aKeyThatIsGoneIsTold() throws Exception {
        Path data = Files.createDirectory(home.resolve("data"));
        assertEquals(List.of(), HomeKeys.missing(home, data), "a new home");
        Files.createDirectory(data.resolve("postgres"));
        for (String there : List.of("token-signing.jwk", "audit-signing.jwk")) {
            Files.writeString(home.resolve(there), "{}");
        }
        List<String> told = HomeKeys.missing(home, data);
        assertEquals(1, told.size(), told.toString());
        assertTrue(told.getFirst().startsWith("The file seal.key was missing"), told.getFirst());
        Files.writeString(home.resolve("seal.key"), "x");
        assertEquals(List.of(), HomeKeys.missing(home, data));
    }
}
