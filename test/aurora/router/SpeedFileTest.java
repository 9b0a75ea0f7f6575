package aurora.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.router.policy.Policy;
import aurora.router.policy.learning.Estimate;
import aurora.router.policy.learning.Learned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpeedFileTest {
    @TempDir
    Path home;

    @Test
    void speedsComeBackAsTheyWere() {
        House house = new House();
        house.engine("one");
        house.read(house.rendering("m"));
        SpeedFile file = new SpeedFile(home);
        Learned learned = house.desk.learned();
        file.write(learned);
        file.write(learned);
        assertEquals(Optional.of(learned), file.read());
        assertTrue(learned.places().stream().anyMatch(it -> it.answers() == 1));
    }

    @Test
    void aMissingOrDamagedFileIsAFreshStart() throws IOException {
        SpeedFile file = new SpeedFile(home);
        assertEquals(Optional.empty(), file.read());
        for (String damaged : List.of("", "{", "null", "{\"places\":7}", "[1,2]", "\u0000\u0001")) {
            Files.writeString(home.resolve("router-speeds.json"), damaged);
            assertEquals(Optional.empty(), file.read(), damaged);
        }
        Files.delete(home.resolve("router-speeds.json"));
        Files.createDirectory(home.resolve("router-speeds.json"));
        assertEquals(Optional.empty(), file.read());
    }

    @Test
    void figuresOutOfBoundsAreLeftOut() {
        Estimate.Saved bad = new Estimate.Saved(900, 0, 0, 0, 0.1, 0, 3);
        Estimate.Saved good = new Estimate.Saved(1, 0, 0.1, 0, 0.1, 1, 3);
        RouterApi.Place place = new RouterApi.Place("n", "e", "m");
        Policy policy = new Policy();
        policy.restore(new Learned(
                List.of(new Learned.OfPlace(place, bad, good, 1, 5)),
                List.of(new Learned.OfEngine("n", "e", bad, good, Optional.of(3))),
                List.of(new Learned.OfModel("m", good, bad))));
        assertEquals(new Learned(List.of(), List.of(), List.of()), policy.learned());
    }
}
