package aurora.auth.store;

import aurora.auth.AuthConfig;
import aurora.auth.store.AuthStore.Ended;
import aurora.auth.store.AuthStore.KeyRow;
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
 * them may still be alive. Read by every request without a lock; written by one thread at a time, see {@code Audit}.
 */
public final class Known {
    /** Users of a node. */
    public static final int USERS_MAX = 10_000;

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

    /** Knows nothing before {@link #load}. */
    public Known(AuthStore store, AuthConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** A session whose user's epoch was raised while it went on: its older tokens count as of {@code epoch}. */
    private record Raised(long epoch, long at) {}

    /** An API key, and when it was used; {@code written}: what of that is on disk. */
    public record LiveKey(KeyRow row, AtomicLong used, AtomicLong written) {
        static LiveKey of(KeyRow row) {
            return new LiveKey(row, new AtomicLong(row.used()), new AtomicLong(row.used()));
        }
    }

    /** Reads everything again. */
    public void load() {
        List<Account> accounts = store.users();
        List<KeyRow> keys = store.apiKeys();
        List<Ended> over =
                store.endedSince(clock.millis() - config.tokenMemory().toMillis());
        over.forEach(session -> ended(session.id(), session.at()));
        accounts.forEach(account -> {
            users.put(account.id(), account);
            idsByName.put(State.UserName.key(account.name()), account.id());
        });
        keep(users.keySet(), accounts, Account::id);
        keep(idsByName.keySet(), accounts, account -> State.UserName.key(account.name()));
        keys.forEach(row -> keysByHint.compute(
                row.hint(),
                (hint, old) -> old != null && old.row().id().equals(row.id())
                        ? new LiveKey(row, old.used(), old.written())
                        : LiveKey.of(row)));
        keep(keysByHint.keySet(), keys, KeyRow::hint);
        findFirstOwner();
    }

    /** The user of that id. */
    public Optional<Account> user(String id) {
        return Optional.ofNullable(users.get(id));
    }

    /** The user of that name, however it is written. */
    public Optional<Account> userNamed(String name) {
        return Optional.ofNullable(idsByName.get(State.UserName.key(name))).flatMap(this::user);
    }

    /** The user with that id, else with that name. */
    public Optional<Account> userByEither(String idOrName) {
        return user(idOrName).or(() -> userNamed(idOrName));
    }

    /** All users, oldest first. */
    public List<Account> allUsers() {
        return users.values().stream()
                .sorted(Comparator.comparingLong(Account::created).thenComparing(Account::id))
                .toList();
    }

    /** How many users there are. */
    public int userCount() {
        return users.size();
    }

    /** The owner that has been one for longest and is not disabled. */
    public Optional<Account> firstOwner() {
        return firstOwner;
    }

    /** How many owners are not disabled. */
    public long activeOwners() {
        return users.values().stream().filter(Account::isActiveOwner).count();
    }

    /** The key that begins with {@code hint}. */
    public Optional<LiveKey> key(String hint) {
        return Optional.ofNullable(keysByHint.get(hint));
    }

    /** All keys that are not revoked, oldest first. */
    public List<LiveKey> keys() {
        return keysByHint.values().stream()
                .sorted(Comparator.comparingLong((LiveKey key) -> key.row().created())
                        .thenComparing(key -> key.row().id()))
                .toList();
    }

    /** The keys of the user of that id, oldest first. */
    public List<KeyRow> keysOf(String user) {
        return keys().stream()
                .map(LiveKey::row)
                .filter(key -> key.user().equals(user))
                .toList();
    }

    /** The user is there, as it is from now on. */
    public void put(Account account) {
        users.put(account.id(), account);
        idsByName.put(State.UserName.key(account.name()), account.id());
        findFirstOwner();
    }

    /** The user is not there any more. */
    public void removed(Account account) {
        users.remove(account.id());
        idsByName.remove(State.UserName.key(account.name()), account.id());
        findFirstOwner();
    }

    /** The key is there. */
    public void put(KeyRow key) {
        keysByHint.put(key.hint(), LiveKey.of(key));
    }

    /** The key that begins with {@code hint} is revoked. */
    public void revoked(String hint) {
        keysByHint.remove(hint);
    }

    /** The session ended at {@code at}. */
    public void ended(String session, long at) {
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
    public void raised(String session, long epoch) {
        if (raised.size() >= ENDED_MAX) {
            raised.clear();
        }
        raised.put(session, new Raised(epoch, clock.millis()));
    }

    /**
     * What an access token says about itself.
     *
     * @param epoch its session's when it was issued
     * @param issued milliseconds since 1970
     */
    public record Ticket(String session, long epoch, long issued) {}

    /** Whether nothing that happened since the token was issued has ended it. */
    public boolean holds(Ticket ticket, Account user) {
        if (ended.containsKey(ticket.session()) || ticket.issued() < issuedAfter) {
            return false;
        }
        if (ticket.epoch() >= user.epoch()) {
            return true;
        }
        Raised later = raised.get(ticket.session());
        return later != null && later.epoch() >= user.epoch();
    }

    /** Forgets what no living token refers to. */
    public void tidy() {
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
