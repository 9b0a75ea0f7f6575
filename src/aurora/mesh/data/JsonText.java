package aurora.mesh.data;

/** Makes JSON text acceptable to PostgreSQL, which stores neither the character zero nor half of a surrogate pair. */
final class JsonText {
    private JsonText() {}

    /** The same JSON with each of those replaced by U+FFFD, whether written plainly or as an escape. */
    static String storable(String json) {
        StringBuilder out = null;
        int copied = 0;
        for (int i = 0; i < json.length(); i++) {
            Unit unit = unit(json, i);
            if (unit.length() == 0) {
                continue;
            }
            int end = i + unit.length();
            boolean bad = unit.value() == 0 || Character.isLowSurrogate(unit.value());
            if (Character.isHighSurrogate(unit.value())) {
                Unit next = unit(json, end);
                bad = next.length() == 0 || !Character.isLowSurrogate(next.value());
                end += bad ? 0 : next.length();
            }
            if (bad) {
                out = out == null ? new StringBuilder(json.length()) : out;
                out.append(json, copied, i).append('\ufffd');
                copied = end;
            }
            i = end - 1;
        }
        return out == null ? json : out.append(json, copied, json.length()).toString();
    }

    /**
     * The UTF-16 unit that stands at {@code at} when it may be a bad one, or an escape to step over; length 0 for all
     * others.
     */
    private static Unit unit(String json, int at) {
        if (at >= json.length()) {
            return Unit.NONE;
        }
        char c = json.charAt(at);
        if (c == 0 || Character.isSurrogate(c)) {
            return new Unit(c, 1);
        }
        if (c != '\\' || at + 1 >= json.length()) {
            return Unit.NONE;
        }
        if (json.charAt(at + 1) != 'u' || at + 6 > json.length()) {
            return new Unit('x', 2);
        }
        int value = 0;
        for (int i = at + 2; i < at + 6; i++) {
            value = (value << 4) | (Character.digit(json.charAt(i), 16) & 15);
        }
        return new Unit((char) value, 6);
    }

    private record Unit(char value, int length) {
        static final Unit NONE = new Unit('x', 0);
    }
}
