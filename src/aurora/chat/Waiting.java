package aurora.chat;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Map;
import java.util.Optional;

/**
 * The message that waits for a run to end.
 *
 * @param name the asker's sign-in name
 * @param behind the run it waits for; absent when it was imported, so that nobody sends it unasked
 */
record Waiting(
        String id,
        Optional<String> parent,
        String text,
        Optional<String> model,
        String name,
        Optional<String> behind,
        @JsonAnyGetter @JsonAnySetter Map<String, Object> rest) {

    Waiting {
        rest = Stored.whole(rest);
    }
}
