package aurora.ground.process;

/** Signals that end a program. */
public enum Signal {
    /** Interrupt: PostgreSQL's fast stop. */
    INT,
    /** Terminate: the usual polite request. */
    TERM,
    /** Ends it at once; it cannot refuse. */
    KILL
}
