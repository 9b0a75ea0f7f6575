package aurora.chat.store;

import aurora.base.Reply;
import aurora.chat.ChatApi.Found;
import aurora.chat.ChatApi.Hit;
import aurora.chat.ChatApi.Search;
import aurora.chat.input.Checks;
import aurora.chat.input.Texts;
import aurora.ground.sql.RowReader;
import aurora.mesh.data.Replica;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Searches a user's titles and messages. Words are looked up in the indexes, the last one as a beginning. Scripts
 * without spaces between words, and what the indexes do not find, are looked for as they stand in the newest messages.
 * Thread-safe.
 */
public final class ChatSearch {
    private static final int WORDS_MAX = 200;
    private static final int HITS = 20;
    private static final int HITS_MAX = 100;

    /** Matches that are ranked: the newest. */
    private static final int RANKED_MAX = 500;

    /** Conversations, last changed first, in which text is looked for as it stands. */
    private static final int SCANNED_MAX = 300;

    /** Characters before the first match in an excerpt, and after it. */
    private static final int AROUND = 60;

    // An owner that is compared with || '' cannot be looked up by its own index, so that the words' index is taken.
    private static final String BY_WORDS = """
            WITH asked AS (SELECT to_tsquery('simple', ?) AS words),
            found AS (
              SELECT * FROM (
                SELECT m.conversation, m.id AS message, m.created, left(m.text, 65536) AS body
                FROM chat.message m, asked
                WHERE to_tsvector('simple'::regconfig, left(m.payload->>'text', 65536)) @@ asked.words
                  AND m.state <> 'rendering' AND m.owner || '' = ? ORDER BY m.created DESC LIMIT ?) messages
              UNION ALL
              SELECT * FROM (
                SELECT c.id, NULL, c.created, left(c.title, 1000) FROM chat.conversation c, asked
                WHERE to_tsvector('simple'::regconfig, left(c.payload->>'title', 1000)) @@ asked.words
                  AND c.owner || '' = ? ORDER BY c.created DESC LIMIT ?) titles),
            best AS (
              SELECT f.*, c.title FROM found f JOIN chat.conversation c ON c.id = f.conversation AND c.owner = ?, asked
              ORDER BY ts_rank(to_tsvector('simple'::regconfig, f.body), asked.words) DESC, f.created DESC LIMIT ?)
            SELECT conversation, message, created, title, ts_headline('simple'::regconfig,
                translate(body, chr(2) || chr(3), ''), asked.words,
                'StartSel="' || chr(2) || '", StopSel="' || chr(3) || '", MaxWords=30, MinWords=10') AS excerpt
            FROM best, asked""";
    private static final String AS_IT_STANDS = """
            WITH mine AS (
              SELECT id, title, created FROM chat.conversation WHERE md5(owner) = md5(?) AND owner = ?
              ORDER BY changed DESC LIMIT ?)
            SELECT * FROM (
              SELECT id AS conversation, NULL AS message, created, title, title AS body FROM mine WHERE title ILIKE ?
              UNION ALL
              SELECT mine.id, m.id, m.created, mine.title, left(m.text, 65536) FROM mine
              JOIN chat.message m ON md5(m.conversation) = md5(mine.id) AND m.conversation = mine.id
              WHERE left(m.text, 65536) ILIKE ?) found
            ORDER BY created DESC LIMIT ?""";

    private final Replica replica;

    /** Searches what lies in {@code replica}. */
    public ChatSearch(Replica replica) {
        this.replica = replica;
    }

    /** What {@code user} has with the words asked for. */
    public Reply<Found> search(String user, Search request) {
        @Nullable String given = request.q();
        if (given == null || given.isBlank()) {
            return Reply.invalid("q", "Say which words to look for.");
        }
        if (given.length() > WORDS_MAX) {
            return Reply.invalid("q", "At most " + WORDS_MAX + " characters.");
        }
        String words = Texts.sound(given).strip();
        return Checks.limit(request.limit(), HITS, HITS_MAX).map(limit -> find(user, words, limit));
    }

    private Found find(String user, String words, int limit) {
        List<Hit> hits = isUnspaced(words) ? List.of() : byWords(user, words, limit);
        return new Found(hits.isEmpty() ? asItStands(user, words, limit) : hits);
    }

    private List<Hit> byWords(String user, String words, int limit) {
        String query = query(words);
        if (query.isEmpty()) {
            return List.of();
        }
        RowReader<Hit> reader = row -> hit(row, row.text("excerpt"));
        return replica.query(BY_WORDS, reader, query, user, RANKED_MAX, user, RANKED_MAX, user, limit);
    }

    private List<Hit> asItStands(String user, String words, int limit) {
        String pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        RowReader<Hit> reader = row -> hit(row, excerpt(row.text("body"), words));
        return new ArrayList<>(replica.query(AS_IT_STANDS, reader, user, user, SCANNED_MAX, pattern, pattern, limit));
    }

    private static Hit hit(RowReader.Row row, String excerpt) {
        return new Hit(
                row.text("conversation"),
                row.text("title"),
                row.absent("message") ? Optional.empty() : Optional.of(row.text("message")),
                excerpt,
                Instant.parse(row.text("created")));
    }

    /** All words, quoted so that none of their characters is an operator; the last may go on. */
    private static String query(String words) {
        return Arrays.stream(words.split("\\s+"))
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .map(word -> "'" + word.replace("\\", "\\\\").replace("'", "''") + "'")
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(" & "), all -> all.isEmpty() ? "" : all + ":*"));
    }

    private static boolean isUnspaced(String words) {
        return words.codePoints().mapToObj(Character.UnicodeScript::of).anyMatch(script -> switch (script) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        });
    }

    /** The surroundings of the first match, the match between U+0002 and U+0003. */
    static String excerpt(String body, String words) {
        String text = body.replace("\u0002", "").replace("\u0003", "");
        int at = indexOf(text, words);
        if (at < 0) {
            return text.substring(0, whole(text, Math.min(text.length(), 2 * AROUND)));
        }
        int from = whole(text, Math.max(0, at - AROUND));
        int end = at + words.length();
        int to = whole(text, Math.min(text.length(), end + AROUND));
        return text.substring(from, at) + '\u0002' + text.substring(at, end) + '\u0003' + text.substring(end, to);
    }

    private static int indexOf(String text, String words) {
        for (int i = 0; i + words.length() <= text.length(); i++) {
            if (text.regionMatches(true, i, words, 0, words.length())) {
                return i;
            }
        }
        return -1;
    }

    /** The place itself, or the one before when it would cut a character in two. */
    private static int whole(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
