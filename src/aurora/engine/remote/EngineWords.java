package aurora.engine.remote;

import aurora.engine.Engine.LastSaid;
import aurora.ground.log.Log;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an engine says in its own words when it fails. They may hold a key or an address that is nobody's business, so
 * they go to the log and to who looks after the node; everybody else hears what kind of failure it is. Thread-safe.
 */
final class EngineWords {
    private static final Log LOG = Log.of("engine");
    private static final String HIDDEN = "***";

    /** Who signs in, within a URL. */
    private static final Pattern SIGN_IN = Pattern.compile("(?<=://)[^\\s/?#\"'<>]{1,500}@");
    /** What is said to be a secret, as a setting, a header, a query or JSON; perhaps in quotes, perhaps cut off. */
    private static final Pattern NAMED = Pattern.compile("(?i)((?:pass(?:word|wd|phrase)?|pwd|secret|token|key)"
            + "[\\\\\"']{0,3}\\s{0,3}[=:]\\s{0,3})"
            + "(?:\\\\?\"(?:[^\"\\\\]|\\\\[^\"])*+(?:\\\\?\"|$)|'[^']*+(?:'|$)|[^\\s,;&\"'}\\])]++)");
    /** What looks like a key: after "Bearer", or long and made of letters and digits. */
    private static final Pattern KEYS = Pattern.compile(
            "(?i)(?<=\\bbearer )\\S+|\\b(?:sk|pk|api|key)[-_][\\w*-]{6,}|\\b(?=[\\w-]*[a-z])(?=[\\w-]*\\d)[\\w-]{24,}");

    private final String engine;
    private final Optional<String> key;
    private volatile Optional<LastSaid> last = Optional.empty();

    EngineWords(String engine, Optional<String> key) {
        this.engine = engine;
        this.key = key;
    }

    /** Keeps {@code said}; {@code status} is 0 in mid-answer. */
    void keep(int status, String said, Instant now) {
        String clean = redacted(said);
        last = Optional.of(new LastSaid(clean, now));
        LOG.warn("engine.said", "engine", engine, "status", status, "said", clean);
    }

    /** What it said last, without what looks like a key. */
    Optional<LastSaid> last() {
        return last;
    }

    private String redacted(String said) {
        String line = key.isPresent() ? said.replace(key.get(), HIDDEN) : said;
        // Before it is cut short, so that no beginning of a secret loses what tells that it is one.
        String open = SIGN_IN.matcher(line).replaceAll(HIDDEN + "@");
        String named = NAMED.matcher(open).replaceAll("$1" + HIDDEN);
        return KEYS.matcher(EngineJson.brief(named)).replaceAll(HIDDEN);
    }

    /** What kind of failure {@code said} tells of, as the rest of a sentence; {@code status} is 0 in mid-answer. */
    static String kind(int status, String said) {
        String words = said.toLowerCase(Locale.ROOT);
        String code = status == 0 ? "in mid-answer" : "(status " + status + ")";
        if (status == 429 || status == 503) {
            return "is busy " + code;
        }
        if (words.contains("memory")) {
            return "has too little memory for this model " + code;
        }
        if (status >= 400 && status < 500 && words.contains("tool")) {
            return "takes no tools with this model " + code;
        }
        if (status >= 400 && status < 500 && (words.contains("context") || words.contains("too long"))) {
            return "says that this is longer than the model can read " + code;
        }
        if (status == 404) {
            return "does not have what was asked for " + code;
        }
        return status >= 400 && status < 500 && status != 408
                ? "refuses the request " + code
                : "reported an error " + code;
    }
}
