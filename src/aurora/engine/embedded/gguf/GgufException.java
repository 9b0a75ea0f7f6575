package aurora.engine.embedded.gguf;

/**
 * A model file is damaged, forged or of a kind that this engine cannot render. The message is a sentence for people.
 */
public final class GgufException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the sentence for people. */
    public GgufException(String message) {
        super(message);
    }

    /** With the sentence for people and the failure beneath. */
    public GgufException(String message, Throwable cause) {
        super(message, cause);
    }
}
