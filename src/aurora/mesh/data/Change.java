package aurora.mesh.data;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One write of one key.
 *
 * @param entity what kind of thing, one of a service's entities
 * @param key which one
 * @param payload its new state as a JSON object; absent deletes it
 * @param id id of this change, a UUID version 7, so that a retry after a lost reply is recognised; absent: made here
 * @param expected the stamp the key must have now (0: it must not exist); absent: any
 */
public record Change(String entity, String key, Optional<String> payload, Optional<String> id, OptionalLong expected) {

    /** A write whatever is there. */
    public static Change set(String entity, String key, String payload) {
        return new Change(entity, key, Optional.of(payload), Optional.empty(), OptionalLong.empty());
    }

    /** A deletion: leaves a tombstone. */
    public static Change delete(String entity, String key) {
        return new Change(entity, key, Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    /** The same, refused unless the key's stamp is {@code stamp} (0: unless the key does not exist). */
    public Change ifStamp(long stamp) {
        return new Change(entity, key, payload, id, OptionalLong.of(stamp));
    }
}
