package aurora.engine.embedded.answer;

import java.util.List;

/** Watches an answer for texts that end it, and holds back what may be the beginning of one. One user at a time. */
final class StopTexts {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    StopTexts(List<String> stops) {
        this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
    }

    /** The text that is certainly before any stop text; nothing after one was found. */
    String add(String text) {
        if (found) {
            return "";
        }
        if (stops.isEmpty()) {
            return text;
        }
        held.append(text);
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        found = first >= 0;
        return take(found ? first : held.length() - possible());
    }

    /** What was held back, when the answer ended otherwise. */
    String end() {
        return found ? "" : take(held.length());
    }

    /** Whether a stop text came. */
    boolean found() {
        return found;
    }

    /** Length of the longest end of the held text that begins a stop text. */
    private int possible() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
                if (stop.startsWith(held.substring(held.length() - n))) {
                    longest = n;
                }
            }
        }
        return longest;
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }
}
