package aurora.mesh.contract;

/** A request or an answer without members. */
public record Nothing() {
    /** The only one there is any need for. */
    public static final Nothing NOTHING = new Nothing();
}
