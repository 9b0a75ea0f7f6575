package aurora.keep;

import aurora.base.Clock;
import aurora.ground.process.Ports;
import aurora.ground.process.Spawner;
import aurora.keep.driver.Host;
import aurora.keep.files.Places;
import aurora.keep.files.Unpacked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A folder in which kept programs run for one test, and who starts them. The user that they run as may pass through
 * it, which a folder of JUnit's does not allow. What still runs at the end is ended.
 */
public final class ProgramsFolder implements BeforeEachCallback, AfterEachCallback {
    private final Spawner spawner = new Spawner(Clock.system());
    private Path folder = Path.of("/");
    private Places places = new Places(folder, folder, folder, Optional.empty());

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        folder = Files.createTempDirectory("aurora-keep-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        places = Places.below(folder);
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        spawner.close();
        Unpacked.delete(folder);
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    /** Where things lie in it. */
    public Places places() {
        return places;
    }

    /** Who starts programs. */
    public Spawner spawner() {
        return spawner;
    }

    /** What a driver needs to know. */
    public Host host() {
        return new Host(places, spawner, new Ports(folder.resolve("ports")));
    }
}
