package aurora.auth;

import aurora.auth.AuthApi.User;
import aurora.base.Caller.Role;
import java.time.Instant;

/** A user as memory holds it: without the password's hash. */
record Account(String id, String name, Role role, boolean disabled, long created, long epoch) {

    static Account of(String id, State.User user) {
        return new Account(id, user.name(), user.role(), user.disabled(), user.created(), user.epoch());
    }

    User shown() {
        return new User(id, name, role, disabled, Instant.ofEpochMilli(created));
    }

    boolean isActiveOwner() {
        return role == Role.OWNER && !disabled;
    }
}
