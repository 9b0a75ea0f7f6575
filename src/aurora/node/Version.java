package aurora.node;

/** The version of this program. */
public final class Version {
    /** As in {@code pom.xml}. */
    public static final String NUMBER = "0.1.0";

    private Version() {}
}
