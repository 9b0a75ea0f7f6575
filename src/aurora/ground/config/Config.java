package aurora.ground.config;

/** The node's settings, read and checked. Immutable. */
public interface Config {

    /** The value of {@code setting}: from the command line, else from {@code aurora.yml}, else its standard value. */
    <T> T get(Setting<T> setting);
}
