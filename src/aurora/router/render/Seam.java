package aurora.router.render;

/**
 * Joins a continuation to the text that is there: holds back what it begins with while that may be a repetition of
 * the text, and strips the repetition. Not thread-safe: one owner.
 *
 * <p>A continuation may start over from the beginning of the answer, or repeat its last words. Words that are natural
 * to come again (they stand more than once in the text) are never taken for a repetition.
 */
final class Seam {
    /** A beginning this short may come again by chance. */
    private static final int START_MIN = 8;
    /** Last words this few may come again by chance. */
    private static final int OVERLAP_MIN = 16;
    /** Last words beyond this many are not looked at. */
    private static final int OVERLAP_MAX = 400;
    /** A beginning that came again this far, and then went another way, is another answer. */
    private static final int OTHER_MIN = 48;

    private final String before;
    private final boolean replay;
    private final StringBuilder held = new StringBuilder();
    private boolean closed;
    private boolean broken;

    /**
     * A seam after {@code before}.
     *
     * @param replay whether the continuation is known to start over, so that it has to repeat all of {@code before}
     */
    Seam(String before, boolean replay) {
        this.before = before;
        this.replay = replay;
    }

    /** Whether the texts are joined, so that all that follows is new. */
    boolean closed() {
        return closed;
    }

    /** Whether the continuation started over and then said something else, so that the texts cannot be joined. */
    boolean broken() {
        return broken;
    }

    /** Takes more of the continuation, and answers what of it is new and can be shown; empty while it is held back. */
    String take(String more) {
        if (closed) {
            return more;
        }
        held.append(more);
        return settle(false);
    }

    /** The continuation is over: what is still held back. */
    String end() {
        return closed ? "" : settle(true);
    }

    private String settle(boolean over) {
        String text = held.toString();
        int same = common(text, before);
        if (same == text.length() && text.length() < before.length()) {
            // So far all of it may be the beginning once more.
            return over ? ended(text) : "";
        }
        if (replay || before.length() >= START_MIN) {
            if (same == before.length()) {
                return close(text.substring(same));
            }
            if (replay || same >= OTHER_MIN) {
                broken = true;
                return "";
            }
        }
        return overlap(text, over);
    }

    private String ended(String text) {
        if (replay || text.length() >= OVERLAP_MIN) {
            broken = true;
            return "";
        }
        return close(text);
    }

    private String overlap(String text, boolean over) {
        int first = Math.max(0, before.length() - OVERLAP_MAX);
        for (int at = first; at <= before.length() - OVERLAP_MIN; at++) {
            int length = before.length() - at;
            if (before.regionMatches(at, text, 0, Math.min(length, text.length()))) {
                if (text.length() < length) {
                    if (!over) {
                        return "";
                    }
                } else if (before.indexOf(before.substring(at)) == at) {
                    return close(text.substring(length));
                }
            }
        }
        return close(oneSpace(text));
    }

    /** An engine may have dropped the text's last space, so that its continuation begins with it. */
    private String oneSpace(String text) {
        int end = before.length();
        boolean after = end > 1 && before.charAt(end - 1) == ' ' && !Character.isWhitespace(before.charAt(end - 2));
        boolean doubled =
                after && text.length() > 1 && text.charAt(0) == ' ' && !Character.isWhitespace(text.charAt(1));
        return doubled ? text.substring(1) : text;
    }

    private String close(String rest) {
        closed = true;
        held.setLength(0);
        return rest;
    }

    private static int common(String one, String other) {
        int length = Math.min(one.length(), other.length());
        int same = 0;
        while (same < length && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same;
    }
}
