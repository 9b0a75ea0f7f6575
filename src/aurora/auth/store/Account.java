package aurora.auth.store;

import aurora.auth.AuthApi.User;
import aurora.base.Caller.Role;
import java.time.Instant;

/** A user as memory holds it: without the password's hash. */
public record Account(String id, String name, Role role, boolean disabled, long created, long epoch) {

    /** The user {@code id} as stored. */
    public static Account of(String id, State.User user) {
        return new Account(id, user.name(), user.role(), user.disabled(), user.created(), user.epoch());
    }

    /** The user as the API shows it. */
    public User shown() {
        return new User(id, name, role, disabled, Instant.ofEpochMilli(created));
    }

    /** Whether it may act as an owner. */
    public boolean isActiveOwner() {
        return role == Role.OWNER && !disabled;
    }
}
