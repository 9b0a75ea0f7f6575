package aurora.chat.store;

import aurora.chat.ChatApi.Author;
import aurora.chat.ChatApi.State;
import aurora.ground.json.Json;
import aurora.ground.sql.RowReader;
import aurora.mesh.data.Change;
import aurora.mesh.data.Replica;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that chat reads and writes. Thread-safe. Every method throws {@code DatabaseException}. */
public final class ChatStore {
    /** The entity of conversations. */
    public static final String CONVERSATION = "conversation";

    /** The entity of messages. */
    public static final String MESSAGE = "message";

    private static final String LIST = """
            SELECT id, stamp, node, payload - 'queued' AS payload FROM chat.conversation
            WHERE md5(owner) = md5(?) AND owner = ? AND changed < ? ORDER BY changed DESC LIMIT ?""";
    private static final String MESSAGES = """
            SELECT id, stamp, node, payload FROM chat.message
            WHERE md5(conversation) = md5(?) AND conversation = ? AND owner = ? ORDER BY created, id""";
    private static final String ANSWERS = """
            SELECT id, stamp, node, payload FROM chat.message
            WHERE md5(conversation) = md5(?) AND conversation = ? AND parent = ? AND author = 'assistant'
            ORDER BY created, id LIMIT 1""";
    private static final String IDS =
            "SELECT id FROM chat.message WHERE md5(conversation) = md5(?) AND conversation = ? LIMIT ?";
    private static final String SIZE = """
            SELECT count(*) AS messages, coalesce(sum(octet_length(text)), 0) AS bytes FROM chat.message
            WHERE md5(conversation) = md5(?) AND conversation = ?""";
    private static final String BY_RUN = """
            SELECT id, stamp, node, payload FROM chat.message
            WHERE run IS NOT NULL AND md5(run) = md5(?) AND run = ? AND owner = ? LIMIT 1""";
    private static final String PATH = """
            WITH RECURSIVE path AS (
              SELECT id, parent, author, text, 1 AS depth, length(text)::bigint AS total
              FROM chat.message WHERE id = ? AND conversation = ?
              UNION ALL
              SELECT m.id, m.parent, m.author, m.text, p.depth + 1, p.total + length(m.text)
              FROM path p JOIN chat.message m ON m.id = p.parent
              WHERE m.conversation = ? AND p.depth < ? AND p.total <= ?)
            SELECT author, text, parent IS NOT NULL AS more FROM path ORDER BY depth DESC""";
    private static final String LEFT_RENDERING = """
            SELECT id, stamp, node, payload FROM chat.message
            WHERE state = 'rendering' AND node = (SELECT node FROM aurora.me) LIMIT ?""";
    private static final String LEFT_WAITING = """
            SELECT id, stamp, node, payload FROM chat.conversation
            WHERE behind IS NOT NULL AND node = (SELECT node FROM aurora.me) LIMIT ?""";
    private static final String ORPHANS = """
            SELECT m.id FROM chat.message m
            LEFT JOIN aurora.head c ON c.entity = 'conversation' AND c.key = m.conversation
            WHERE c.deleted OR (c.key IS NULL AND m.node = (SELECT node FROM aurora.me)) LIMIT ?""";
    private static final String OWNED = """
            SELECT id FROM chat.conversation WHERE md5(owner) = md5(?) AND owner = ? ORDER BY changed DESC LIMIT ?""";

    private static final String PLACES = "SELECT id, conversation, owner FROM chat.message WHERE id = ANY (?::text[])";

    private final Replica replica;

    /** Everything in {@code replica}. */
    public ChatStore(Replica replica) {
        this.replica = replica;
    }

    /**
     * What a key holds.
     *
     * @param stamp of its last change, for {@link Change#ifStamp}
     * @param node the node that wrote it
     */
    public record Kept<T>(String id, long stamp, String node, T value) {}

    /** How many messages a conversation has and how many bytes of text. */
    public record Size(long messages, long bytes) {}

    /** Where a message belongs. */
    public record Place(String conversation, String owner) {}

    /** A message of the path from the root, and whether there is one before it. */
    public record Said(Author author, String text, boolean more) {}

    /** Writes all or nothing, and answers the stamp. */
    public long put(List<Change> changes) {
        return replica.put(changes);
    }

    /** The name of this node, as {@link Kept#node} tells it. */
    public String node() {
        return replica.query("SELECT node FROM aurora.me", row -> row.text("node"))
                .getFirst();
    }

    /** A conversation as it is to be, if it still has {@code stamp}; 0 when it is new. */
    public static Change change(String id, long stamp, Talk talk) {
        return Change.set(CONVERSATION, id, Json.text(talk)).ifStamp(stamp);
    }

    /** A message as it is to be, if it still has {@code stamp}; 0 when it is new. */
    public static Change change(String id, long stamp, Note note) {
        return Change.set(MESSAGE, id, Json.text(note)).ifStamp(stamp);
    }

    /** The conversation, whoever owns it. */
    public Optional<Kept<Talk>> conversation(String id) {
        return replica.head(CONVERSATION, id)
                .map(head -> new Kept<>(id, head.stamp(), head.node(), Json.readOwn(head.payload(), Talk.class)));
    }

    /** The message, whoever owns it. */
    public Optional<Kept<Note>> message(String id) {
        return replica.head(MESSAGE, id)
                .map(head -> new Kept<>(id, head.stamp(), head.node(), Json.readOwn(head.payload(), Note.class)));
    }

    /** The owner's conversations changed before {@code before}, last changed first, without what waits in them. */
    public List<Kept<Talk>> list(String owner, String before, int limit) {
        return replica.query(LIST, reader(Talk.class), owner, owner, before, limit);
    }

    /** Ids of all the owner's conversations, last changed first. */
    public List<String> owned(String owner, int limit) {
        return replica.query(OWNED, row -> row.text("id"), owner, owner, limit);
    }

    /** A conversation's messages, oldest first. */
    public List<Kept<Note>> messages(String conversation, String owner) {
        return replica.query(MESSAGES, reader(Note.class), conversation, conversation, owner);
    }

    /** Ids of a conversation's messages. */
    public List<String> messageIds(String conversation, int limit) {
        return replica.query(IDS, row -> row.text("id"), conversation, conversation, limit);
    }

    /** The first answer to a message. */
    public Optional<Kept<Note>> answer(String conversation, String parent) {
        return replica.query(ANSWERS, reader(Note.class), conversation, conversation, parent).stream()
                .findFirst();
    }

    /** How large a conversation is. */
    public Size size(String conversation) {
        return replica.query(
                        SIZE, row -> new Size(row.number("messages"), row.number("bytes")), conversation, conversation)
                .getFirst();
    }

    /** Where those of {@code ids} that exist belong. */
    public Map<String, Place> places(List<String> ids) {
        Map<String, Place> found = new HashMap<>();
        replica.query(
                PLACES, row -> found.put(row.text("id"), new Place(row.text("conversation"), row.text("owner"))), ids);
        return found;
    }

    /** The owner's message that {@code run} renders or rendered. */
    public Optional<Kept<Note>> byRun(String run, String owner) {
        return replica.query(BY_RUN, reader(Note.class), run, run, owner).stream()
                .findFirst();
    }

    /** The path from the root to {@code message}, its oldest part left out when it has more than {@code chars}. */
    public List<Said> path(String conversation, String message, long chars) {
        return replica.query(
                PATH,
                row -> new Said(
                        row.text("author").equals("person") ? Author.PERSON : Author.ASSISTANT,
                        row.text("text"),
                        row.flag("more")),
                message,
                conversation,
                conversation,
                Talk.MESSAGES_MAX,
                chars);
    }

    /** Messages that this node left in state {@link State#RENDERING}. */
    public List<Kept<Note>> leftRendering(int limit) {
        return replica.query(LEFT_RENDERING, reader(Note.class), limit);
    }

    /** Conversations of this node with a message that waits for a run. */
    public List<Kept<Talk>> leftWaiting(int limit) {
        return replica.query(LEFT_WAITING, reader(Talk.class), limit);
    }

    /** Messages whose conversation was deleted, or was never finished by an import on this node. */
    public List<String> orphans(int limit) {
        return replica.query(ORPHANS, row -> row.text("id"), limit);
    }

    private static <T> RowReader<Kept<T>> reader(Class<T> type) {
        return row -> new Kept<>(
                row.text("id"), row.number("stamp"), row.text("node"), Json.readOwn(row.text("payload"), type));
    }
}
