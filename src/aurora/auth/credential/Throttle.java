package aurora.auth.credential;

import aurora.base.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Slows guessing down: per account, per address and for all together. Nobody is ever locked out for good: each limit
 * lets one try through again after its interval. Thread-safe.
 *
 * <p>Who has proved something before stands in a line of his own, so that strangers do not slow him down: an account at
 * an address that it signed in from, a session wherever it is, and a password change by whoever holds a session. Such a
 * line is as slow as an account's; only the lines of the address and of all strangers are not asked. What somebody who
 * guesses gains by that:
 *
 * <ul>
 *   <li>At an account's own address: ten tries and one more each six seconds at each account that signed in from there,
 *       in place of thirty and one each two seconds at all of them. One account's password is guessed no faster. He
 *       still shares the line of that account at that address: nothing tells him from its owner.
 *   <li>With the id of a session, which only its user and admins see: look-ups of it that no address counts. A refresh
 *       token has 256 random bits; there is nothing to guess.
 *   <li>With a stolen session: tries at its user's password at the pace of an account, from any address.
 * </ul>
 *
 * <p>All who have proved something share one more line, as long as that of all strangers, which keeps what Argon2 may
 * cost bounded.
 */
public final class Throttle {
    /** Remembered accounts, addresses and pairs of both; past it those that matter least are forgotten. */
    static final int ENTRIES_MAX = 10_000;

    /** What is remembered of those who proved something; past it the ones that came longest ago are strangers again. */
    static final int FAMILIAR_MAX = 30_000;

    private final Clock clock;
    /** When each line is at rest again, by {@code clock.nanos()} (the generic cell rate algorithm, ITU-T I.371). */
    private final Map<String, Long> rests = new HashMap<>();

    private final Recent<Boolean> familiar = new Recent<>(FAMILIAR_MAX);

    /** All lines at rest. */
    public Throttle(Clock clock) {
        this.clock = clock;
    }

    /** What is limited. */
    public enum Action {
        /** By name and password. */
        SIGN_IN,
        /** By a refresh token. */
        REFRESH,
        /** By the code of the set-up link. */
        SETUP,
        /** A change of one's password, by the old one; only for who holds a session of that user. */
        PASSWORD
    }

    /** Counts a try, or tells how long to wait before the next one; a refused try is not counted. */
    public synchronized Optional<Duration> take(Action action, String account, String address) {
        long now = clock.nanos();
        List<Line> lines = lines(action, account, address);
        long wait = lines.stream()
                .mapToLong(line -> rest(line, now)
                        - now
                        - (line.limit().burst() - 1) * line.limit().nanos())
                .max()
                .orElse(0);
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        if (rests.size() + lines.size() > ENTRIES_MAX) {
            forget(now);
        }
        lines.forEach(
                line -> rests.put(line.name(), rest(line, now) + line.limit().nanos()));
        return Optional.empty();
    }

    /** The try was a good one: it does not count, and the account is known at the address from now on. */
    public synchronized void succeeded(Action action, String account, String address) {
        for (Line line : lines(action, account, address)) {
            rests.computeIfPresent(
                    line.name(), (name, rest) -> rest - line.limit().nanos());
        }
        recognised(action, account, address);
    }

    /** The account is known at the address from now on; the try counts all the same. */
    public void recognised(Action action, String account, String address) {
        familiar.put(pair(action, account, address), true);
        if (action == Action.REFRESH) {
            familiar.put(anywhere(action, account), true);
        }
    }

    synchronized int size() {
        return rests.size();
    }

    private long rest(Line line, long now) {
        return Math.max(now, rests.getOrDefault(line.name(), now));
    }

    private void forget(long now) {
        rests.values().removeIf(rest -> rest - now <= 0);
        List<String> calmest = rests.size() < ENTRIES_MAX / 2
                ? List.of()
                : rests.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .limit(ENTRIES_MAX / 2)
                        .map(Map.Entry::getKey)
                        .toList();
        calmest.forEach(rests::remove);
    }

    private List<Line> lines(Action action, String account, String address) {
        Limits limits = limits(action);
        String pair = pair(action, account, address);
        String anywhere = anywhere(action, account);
        boolean here = familiar.get(pair).isPresent();
        if (here || action == Action.PASSWORD || familiar.get(anywhere).isPresent()) {
            return List.of(
                    new Line(here ? pair : anywhere, limits.account()), new Line(action + " all proven", limits.all()));
        }
        return List.of(
                new Line(anywhere, limits.account()),
                new Line(action + " address " + prefix(address), limits.address()),
                new Line(action + " all", limits.all()));
    }

    private static Limits limits(Action action) {
        return switch (action) {
            case SIGN_IN, PASSWORD -> new Limits(new Limit(10, 6_000), new Limit(30, 2_000), new Limit(100, 100));
            case REFRESH -> new Limits(new Limit(20, 5_000), new Limit(120, 500), new Limit(600, 5));
            case SETUP -> new Limits(new Limit(20, 3_000), new Limit(10, 6_000), new Limit(40, 1_000));
        };
    }

    private static String anywhere(Action action, String account) {
        return action + " account " + lower(account);
    }

    private static String pair(Action action, String account, String address) {
        return action + " pair " + prefix(address) + " " + lower(account);
    }

    /** An IPv4 address, or the /64 of an IPv6 one: what one household has. */
    static String prefix(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, 8)));
        } catch (IllegalArgumentException notAnAddress) {
            return address.length() <= 64 ? address : address.substring(0, 64);
        }
    }

    private static String lower(String account) {
        String bounded = account.length() <= 64 ? account : account.substring(0, 64);
        return bounded.toLowerCase(Locale.ROOT);
    }

    private record Limits(Limit account, Limit address, Limit all) {}

    /** So many tries at once, and one more after each interval. */
    private record Limit(int burst, long millis) {
        long nanos() {
            return millis * 1_000_000;
        }
    }

    private record Line(String name, Limit limit) {}
}
