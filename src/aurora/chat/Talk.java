package aurora.chat;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A conversation. */
record Talk(
        String owner,
        String title,
        boolean pinned,
        Optional<String> model,
        Optional<String> leaf,
        String created,
        String changed,
        Optional<Waiting> queued,
        @JsonAnyGetter @JsonAnySetter Map<String, Object> rest) {

    Talk {
        rest = Stored.whole(rest);
    }

    static Talk begun(String owner, String title, Optional<String> model, Instant at) {
        String time = Stored.time(at);
        return new Talk(owner, title, false, model, Optional.empty(), time, time, Optional.empty(), Map.of());
    }

    Talk named(String newTitle) {
        return new Talk(owner, newTitle, pinned, model, leaf, created, changed, queued, rest);
    }

    Talk pinned(boolean pin) {
        return new Talk(owner, title, pin, model, leaf, created, changed, queued, rest);
    }

    Talk asking(Optional<String> newModel) {
        return new Talk(owner, title, pinned, newModel, leaf, created, changed, queued, rest);
    }

    Talk showing(String newLeaf) {
        return new Talk(owner, title, pinned, model, Optional.of(newLeaf), created, changed, queued, rest);
    }

    Talk touched(Instant at) {
        return new Talk(owner, title, pinned, model, leaf, created, Stored.time(at), queued, rest);
    }

    Talk queueing(Optional<Waiting> message) {
        return new Talk(owner, title, pinned, model, leaf, created, changed, message, rest);
    }
}
