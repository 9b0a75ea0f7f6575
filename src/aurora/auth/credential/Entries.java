package aurora.auth.credential;

import aurora.base.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What people may enter: names, passwords, names of keys and devices. Immutable. */
public final class Entries {
    /** Characters of a user's name. */
    static final int NAME_MAX = 64;

    /** Characters of a new password, at least; NIST SP 800-63B asks for length and a list, not for kinds of signs. */
    static final int PASSWORD_MIN = 12;

    /** Characters of a password, at most. */
    static final int PASSWORD_MAX = 256;

    /** Characters of the name of a key or a device. */
    static final int LABEL_MAX = 100;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}._@-]{1," + NAME_MAX + "}");
    /** No control characters, and none that turn a line around or break it. */
    private static final Pattern LABEL =
            Pattern.compile("[^\\p{Cc}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]{1," + LABEL_MAX + "}");
    /** So many digits and signs around a common word do not make it a good password; more do. */
    private static final int FRINGE_MAX = 10;

    private static final Pattern FRINGE = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");

    private final Set<String> common;

    private Entries(Set<String> common) {
        this.common = common;
    }

    /** With the list of common passwords that lies beside this class. */
    public static Entries standard() {
        try (InputStream in = Entries.class.getResourceAsStream("common-passwords.txt")) {
            if (in == null) {
                throw new IllegalStateException("common-passwords.txt is missing from the program");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Entries(text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The name somebody claims to have, without blanks around it; older ones are not bound by what is asked of new. */
    public Reply<String> name(String field, String name) {
        String stripped = name.length() > 4 * NAME_MAX ? name : name.strip();
        return NAME.matcher(stripped).matches() ? Reply.ok(stripped) : plainName(field, name);
    }

    /** The name of a new user as kept, in its plain form. */
    public Reply<String> newName(String field, String name) {
        return plainName(field, name)
                .then(plain -> Names.wrong(plain)
                        .<Reply<String>>map(why -> Reply.invalid(field, why))
                        .orElseGet(() -> Reply.ok(plain)));
    }

    private static Reply<String> plainName(String field, String name) {
        String plain = name.length() > 4 * NAME_MAX ? name : Names.plain(name);
        return NAME.matcher(plain).matches()
                ? Reply.ok(plain)
                : Reply.invalid(
                        field, "A user's name has 1 to " + NAME_MAX + " letters, digits, and the signs . _ - @ only.");
    }

    /** A password somebody wants to have. */
    public Reply<String> newPassword(String field, String password, String name) {
        long length = password.length() > 2 * PASSWORD_MAX
                ? password.length()
                : password.codePoints().count();
        if (length < PASSWORD_MIN) {
            return Reply.invalid(
                    field, "A password has at least " + PASSWORD_MIN + " characters; several words are good.");
        }
        Optional<String> shape = unusable(password, length);
        if (shape.isPresent()) {
            return Reply.invalid(field, shape.get());
        }
        return isCommon(password.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))
                ? Reply.invalid(field, "This password is among the first that people guess; take another one.")
                : Reply.ok(password);
    }

    /** A password somebody claims to have. */
    public Reply<String> password(String field, String password) {
        long length = password.length() > 2 * PASSWORD_MAX
                ? password.length()
                : password.codePoints().count();
        if (length == 0) {
            return Reply.invalid(field, "The password is missing.");
        }
        Optional<String> shape = unusable(password, length);
        return shape.isPresent() ? Reply.invalid(field, shape.get()) : Reply.ok(password);
    }

    /** The name of a key or device. */
    public Reply<String> label(String field, String label) {
        String stripped = label.length() > 4 * LABEL_MAX ? label : label.strip();
        return LABEL.matcher(stripped).matches()
                ? Reply.ok(stripped)
                : Reply.invalid(field, "This has 1 to " + LABEL_MAX + " characters, without control characters.");
    }

    private static Optional<String> unusable(String password, long length) {
        if (length > PASSWORD_MAX) {
            return Optional.of("A password has at most " + PASSWORD_MAX + " characters.");
        }
        boolean broken =
                password.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return broken ? Optional.of("The password holds half a character.") : Optional.empty();
    }

    private boolean isCommon(String password, String name) {
        String letters = FRINGE.matcher(password).replaceAll("");
        String core = password.length() - letters.length() > FRINGE_MAX ? password : letters;
        return common.contains(password)
                || common.contains(core)
                || password.equals(name)
                || core.equals(name)
                || isRepetition(password);
    }

    /** Whether it is one piece of up to four characters, said again and again: aaaaaaaaaaaa, abcabcabcabc. */
    private static boolean isRepetition(String password) {
        for (int piece = 1; piece <= 4; piece++) {
            int length = piece;
            boolean again = true;
            for (int i = length; i < password.length() && again; i++) {
                again = password.charAt(i) == password.charAt(i - length);
            }
            if (again) {
                return true;
            }
        }
        return false;
    }
}
