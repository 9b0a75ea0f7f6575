package aurora.auth;

import aurora.auth.AuthStore.Ended;
import aurora.auth.AuthStore.KeyRow;
import aurora.base.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What auth must know without asking the database: users, API keys, and which sessions ended while an access token of
 * them may still be alive. Read by every request without a lock; written by one thread at a time, see {@link Audit}.
 */
final class Known {
    /** Users of a node. */
    static final int USERS_MAX = 10_000;

    /** Ended sessions remembered one by one; past it every token issued until then ends, and pages renew theirs. */
    static final int ENDED_MAX = 50_000;

    private final AuthStore store;
    private final AuthConfig config;
    private final Clock clock;

    private final ConcurrentHashMap<String, Account> users = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, String> idsByName = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LiveKey> keysByHint = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> ended = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Raised> raised = new ConcurrentHashMap<>();
    private volatile Optional<Account> firstOwner = Optional.empty();
    private volatile long issuedAfter;

    Known(AuthStore store, AuthConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** A session whose user's epoch was raised while it went on: its older tokens count as of {@code epoch}. */
    private record Raised(long epoch, long at) {}

    /** An API key, and when it was used; {@code written}: what of that is on disk. */
    record LiveKey(KeyRow row, AtomicLong used, AtomicLong written) {
        static LiveKey of(KeyRow row) {
            return new LiveKey(row, new AtomicLong(row.used()), new AtomicLong(row.used()));
        }
    }

    /** Reads everything again. */
    void load() {
        List<Account> accounts = store.users();
        List<KeyRow> keys = store.apiKeys();
        List<Ended> over =
                store.endedSince(clock.millis() - config.tokenMemory().toMillis());
        over.forEach(session -> ended(session.id(), session.at()));
        accounts.forEach(account -> {
            users.put(account.id(), account);
            idsByName.put(Entries.nameKey(account.name()), account.id());
        });
        keep(users.keySet(), accounts, Account::id);
        keep(idsByName.keySet(), accounts, account -> Entries.nameKey(account.name()));
        keys.forEach(row -> keysByHint.compute(
                row.hint(),
                (hint, old) -> old != null && old.row().id().equals(row.id())
                        ? new LiveKey(row, old.used(), old.written())
                        : LiveKey.of(row)));
        keep(keysByHint.keySet(), keys, KeyRow::hint);
        findFirstOwner();
    }

    Optional<Account> user(String id) {
        return Optional.ofNullable(users.get(id));
    }

    Optional<Account> userNamed(String name) {
        return Optional.ofNullable(idsByName.get(Entries.nameKey(name))).flatMap(this::user);
    }

    /** The user with that id, else with that name. */
    Optional<Account> userByEither(String idOrName) {
        return user(idOrName).or(() -> userNamed(idOrName));
    }

    /** All users, oldest first. */
    List<Account> allUsers() {
        return users.values().stream()
                .sorted(Comparator.comparingLong(Account::created).thenComparing(Account::id))
                .toList();
    }

    int userCount() {
        return users.size();
    }

    /** The owner that has been one for longest and is not disabled. */
    Optional<Account> firstOwner() {
        return firstOwner;
    }

    long activeOwners() {
        return users.values().stream().filter(Account::isActiveOwner).count();
    }

    Optional<LiveKey> key(String hint) {
        return Optional.ofNullable(keysByHint.get(hint));
    }

    /** All keys that are not revoked, oldest first. */
    List<LiveKey> keys() {
        return keysByHint.values().stream()
                .sorted(Comparator.comparingLong((LiveKey key) -> key.row().created())
                        .thenComparing(key -> key.row().id()))
                .toList();
    }

    void put(Account account) {
        users.put(account.id(), account);
        idsByName.put(Entries.nameKey(account.name()), account.id());
        findFirstOwner();
    }

    void put(KeyRow key) {
        keysByHint.put(key.hint(), LiveKey.of(key));
    }

    void revoked(String hint) {
        keysByHint.remove(hint);
    }

    /** The session ended at {@code at}. */
    void ended(String session, long at) {
        if (ended.size() >= ENDED_MAX) {
            tidy();
        }
        if (ended.size() >= ENDED_MAX) {
            issuedAfter = clock.millis();
            ended.clear();
        }
        ended.put(session, at);
    }

    /** The session goes on although its user's epoch has become {@code epoch}. */
    void raised(String session, long epoch) {
        if (raised.size() >= ENDED_MAX) {
            raised.clear();
        }
        raised.put(session, new Raised(epoch, clock.millis()));
    }

    /** Whether nothing that happened since the token was issued has ended it. */
    boolean holds(Tokens.Claims claims, Account user) {
        if (ended.containsKey(claims.session()) || claims.issued() < issuedAfter) {
            return false;
        }
        if (claims.epoch() >= user.epoch()) {
            return true;
        }
        Raised later = raised.get(claims.session());
        return later != null && later.epoch() >= user.epoch();
    }

    /** Forgets what no living token refers to. */
    void tidy() {
        long before = clock.millis() - config.tokenMemory().toMillis();
        ended.values().removeIf(at -> at < before);
        raised.values().removeIf(at -> at.at() < before);
    }

    private void findFirstOwner() {
        firstOwner = users.values().stream()
                .filter(Account::isActiveOwner)
                .min(Comparator.comparingLong(Account::created).thenComparing(Account::id));
    }

    private static <T> void keep(Set<String> names, Collection<T> rows, Function<T, String> name) {
        names.retainAll(rows.stream().map(name).collect(Collectors.toCollection(HashSet::new)));
    }
}
