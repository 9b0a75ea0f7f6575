package aurora.auth.account;

import aurora.auth.AuthConfig;
import aurora.auth.audit.Audit;
import aurora.auth.store.AuthStore;
import aurora.auth.store.Known;
import aurora.base.Clock;
import aurora.base.Ids;
import aurora.ground.bus.Bus;

/** What the parts of auth share. {@code node} is this node's name. */
public record Tools(
        AuthStore store, Known known, Audit audit, AuthConfig config, Clock clock, Ids ids, Bus bus, String node) {}
