package aurora.ground.config;

/** The configuration is wrong; the message says where, what and how to mend it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a message for people. */
    public ConfigException(String message) {
        super(message);
    }
}
