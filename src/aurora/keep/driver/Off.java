package aurora.keep.driver;

import aurora.keep.KeepApi.Owner;
import java.io.IOException;
import java.time.Duration;

/**
 * A program that is turned off in the configuration.
 *
 * @param name its name
 */
public record Off(String name) implements Driver {
    @Override
    public Owner owner() {
        return Owner.OFF;
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public Duration patience() {
        return Duration.ZERO;
    }

    @Override
    public Start start() {
        return new Absent("Turned off in the configuration.");
    }

    @Override
    public void check() throws IOException {
        throw new IOException(name + " is turned off");
    }
}
