package aurora.mesh.contract;

/** HTTP's methods that contracts use. */
public enum Verb {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** Whether it changes nothing (RFC 9110 §9.2.1). */
    public boolean safe() {
        return this == GET;
    }
}
