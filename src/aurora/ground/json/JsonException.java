package aurora.ground.json;

/** A text is not the JSON that was asked for. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    /** At {@code field} (dotted path; empty for the whole), because of {@code why}. */
    public JsonException(String field, String why) {
        super(why);
        this.field = field;
    }

    /** Dotted path of the offending member; empty for the whole text. */
    public String field() {
        return field;
    }

    /** What is wrong, for people. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
