package aurora.node.cli;

/** A command cannot do its work; the message is for the person at the terminal. */
final class CommandFailure extends Exception {
    /** Exit code: the command failed. */
    static final int FAILED = 1;

    /** Exit code: it was used wrongly. */
    static final int USAGE = 2;

    /** Exit code: no node runs in that home. */
    static final int NOT_RUNNING = 3;

    /** Exit code: the node refused to start. */
    static final int REFUSED = 4;

    private static final long serialVersionUID = 1L;

    private final int code;

    CommandFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
