package aurora.auth.credential;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which names a new user may have, so that nobody looks like somebody else: letters of one script, as Unicode's
 * Technical Standard 39 calls highly restrictive, nothing that cannot be seen, and no double of a name that is there.
 */
public final class Names {
    /** Scripts that are written together. */
    private static final List<Set<UnicodeScript>> TOGETHER = List.of(
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

    /** Letters without a shape: the fillers of Hangul. */
    private static final String UNSEEN = "\u115f\u1160\u3164\uffa0";

    /** Letters that look like those of {@link #LATIN} at the same place, in lower case or as capitals. */
    private static final String DOUBLES = "авеӏікмнорстухѕјһԁԛԝё" + "αβεζηικμνορτυχγ" + "ıɑɡ";

    private static final String LATIN = "abelikmhopctyxsjhdqwe" + "abezhikmnoptuxy" + "iag";

    private Names() {}

    /** As it is kept: without blanks around it, each character in its one plain form (NFKC). */
    public static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip();
    }

    /** What is wrong with {@code name}, which is {@link #plain}, as a sentence; empty when nothing is. */
    static Optional<String> wrong(String name) {
        int first = name.codePointAt(0);
        if (!Character.isLetterOrDigit(first)) {
            return Optional.of("A user's name begins with a letter or a digit.");
        }
        if (name.codePoints().anyMatch(c -> UNSEEN.indexOf(c) >= 0)) {
            return Optional.of("A user's name has no letters that cannot be seen.");
        }
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        name.codePoints()
                .filter(Character::isLetter)
                .mapToObj(UnicodeScript::of)
                .forEach(scripts::add);
        scripts.remove(UnicodeScript.COMMON);
        scripts.remove(UnicodeScript.INHERITED);
        if (scripts.size() > 1 && TOGETHER.stream().noneMatch(group -> group.containsAll(scripts))) {
            return Optional.of("The letters of a user's name are of one script; this one mixes "
                    + scripts.stream().map(Names::shown).collect(Collectors.joining(" and "))
                    + ", which may look like another name.");
        }
        long systems = name.codePoints()
                .filter(Character::isDigit)
                .map(c -> c - Character.digit(c, 10))
                .distinct()
                .count();
        return systems > 1 ? Optional.of("The digits of a user's name are of one kind.") : Optional.empty();
    }

    private static String shown(UnicodeScript script) {
        String name = script.name().toLowerCase(Locale.ROOT);
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** What {@code name} looks like: two names with the same look are not told apart by people. */
    public static String look(String name) {
        StringBuilder look = new StringBuilder(name.length());
        plain(name).toLowerCase(Locale.ROOT).codePoints().map(Names::latin).forEach(look::appendCodePoint);
        return look.toString();
    }

    private static int latin(int letter) {
        int at = DOUBLES.indexOf(letter);
        return at >= 0 ? LATIN.charAt(at) : letter;
    }
}
