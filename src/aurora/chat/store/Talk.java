package aurora.chat.store;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation as it is stored.
 *
 * @param queued the message that waits for a run to end
 * @param rest what a newer version wrote
 */
public record Talk(
        String owner,
        String title,
        boolean pinned,
        Optional<String> model,
        Optional<String> leaf,
        String created,
        String changed,
        Optional<Waiting> queued,
        @JsonAnyGetter @JsonAnySetter Map<String, Object> rest) {

    /** Messages of one conversation at most. */
    public static final int MESSAGES_MAX = 10_000;

    /** Bytes of text of one conversation at most, so that it can be opened, exported and imported as a whole. */
    public static final int BYTES_MAX = 16 << 20;

    /** Takes what is absent as empty. */
    public Talk {
        rest = Stored.whole(rest);
    }

    /** A new one of {@code owner}, without messages. */
    public static Talk begun(String owner, String title, Optional<String> model, Instant at) {
        String time = Stored.time(at);
        return new Talk(owner, title, false, model, Optional.empty(), time, time, Optional.empty(), Map.of());
    }

    /** The same, called {@code newTitle}. */
    public Talk named(String newTitle) {
        return new Talk(owner, newTitle, pinned, model, leaf, created, changed, queued, rest);
    }

    /** The same, kept on top or not. */
    public Talk pinned(boolean pin) {
        return new Talk(owner, title, pin, model, leaf, created, changed, queued, rest);
    }

    /** The same, asking another model from now on. */
    public Talk asking(Optional<String> newModel) {
        return new Talk(owner, title, pinned, newModel, leaf, created, changed, queued, rest);
    }

    /** The same, showing the path to the message {@code newLeaf}. */
    public Talk showing(String newLeaf) {
        return new Talk(owner, title, pinned, model, Optional.of(newLeaf), created, changed, queued, rest);
    }

    /** The same, changed at {@code at}. */
    public Talk touched(Instant at) {
        return new Talk(owner, title, pinned, model, leaf, created, Stored.time(at), queued, rest);
    }

    /** The same, with the message that waits, or none. */
    public Talk queueing(Optional<Waiting> message) {
        return new Talk(owner, title, pinned, model, leaf, created, changed, message, rest);
    }

    /**
     * The message that waits for a run to end.
     *
     * @param name the asker's sign-in name
     * @param behind the run it waits for; absent when it was imported, so that nobody sends it unasked
     */
    public record Waiting(
            String id,
            Optional<String> parent,
            String text,
            Optional<String> model,
            String name,
            Optional<String> behind,
            @JsonAnyGetter @JsonAnySetter Map<String, Object> rest) {

        /** Takes what is absent as empty. */
        public Waiting {
            rest = Stored.whole(rest);
        }
    }
}
