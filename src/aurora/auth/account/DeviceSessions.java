package aurora.auth.account;

import aurora.auth.AuthApi;
import aurora.auth.AuthApi.Me;
import aurora.auth.AuthApi.Refresh;
import aurora.auth.AuthApi.Session;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.AuthApi.SignedOut;
import aurora.auth.audit.Audit;
import aurora.auth.credential.Throttle;
import aurora.auth.credential.Tokens;
import aurora.auth.store.Account;
import aurora.auth.store.AuthStore;
import aurora.auth.store.AuthStore.Found;
import aurora.auth.store.AuthStore.Live;
import aurora.auth.store.AuthStore.SessionRow;
import aurora.auth.store.State;
import aurora.base.Caller;
import aurora.base.Reply;
import aurora.ground.crypto.Digests;
import aurora.ground.crypto.Seal;
import aurora.ground.json.Json;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sessions: one per device. A refresh token is derived from the secret of its session (HMAC-SHA-256 of its number), so
 * that nothing of a token is stored, an old one is recognised for what it is, and a lost answer can be given again. The
 * secret itself is sealed with this node's key. Thread-safe.
 */
public final class DeviceSessions {
    /** Live sessions of a user; one more ends the oldest. */
    static final int PER_USER_MAX = 50;

    /** Where the end of a session is told; the data says the same, a little later. */
    public static final String CHANNEL = "aurora:session";

    /** Sessions recognised at the start; each is three of what {@link Throttle} remembers. */
    private static final int RECOGNISED_MAX = 5_000;

    private static final int SECRET_BYTES = 32;
    private static final int TIDY_AT_ONCE = 100;
    private static final int TIDY_ROUNDS = 50;
    private static final Duration OVER_KEPT = Duration.ofDays(1);
    private static final Pattern TOKEN =
            Pattern.compile("rt_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.(\\d{1,9})\\.([A-Za-z0-9_-]{43})");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Tools tools;
    private final Tokens tokens;
    private final Throttle throttle;
    private final Seal seal;
    private final SessionProof proof;

    /** Sessions in {@code tools}'s store, their secrets sealed with {@code seal}. */
    public DeviceSessions(Tools tools, Tokens tokens, Throttle throttle, Seal seal, SessionProof proof) {
        this.tools = tools;
        this.tokens = tokens;
        this.throttle = throttle;
        this.seal = seal;
        this.proof = proof;
    }

    /** A session about to be written, and the secret of its refresh tokens. */
    record Begun(String id, State.Session state, String secret) {
        Change change() {
            return write(id, state);
        }

        @Override
        public String toString() {
            return "Begun[" + id + "]";
        }
    }

    /** A new session of {@code user}, not written yet; {@code epoch}: the user's when it proved who it is. */
    Begun begin(String user, long epoch, String device, Caller caller) {
        String id = tools.ids().next();
        String secret = tools.ids().secret(SECRET_BYTES);
        long now = tools.clock().millis();
        State.Session state = new State.Session(
                user,
                device,
                caller.address(),
                now,
                now,
                now + tools.config().sessionLife().toMillis(),
                0,
                epoch,
                0,
                now,
                seal.seal(secret, context(id)));
        return new Begun(id, state, secret);
    }

    /** Strangers slow neither this session nor its user at that address down from now on. */
    void recognised(Account user, String session, String address) {
        throttle.recognised(Throttle.Action.REFRESH, session, address);
        throttle.recognised(Throttle.Action.SIGN_IN, user.name(), address);
    }

    /** Recognises those of an earlier life of this node: its latest sessions, where they were used last. */
    public void recognise() {
        long now = tools.clock().millis();
        long usedSince = now - tools.config().idleLife().toMillis();
        for (AuthStore.Seen seen : tools.store().seen(now, usedSince, RECOGNISED_MAX)) {
            tools.known().user(seen.user()).ifPresent(user -> recognised(user, seen.session(), seen.address()));
        }
    }

    /** Ends the user's oldest sessions so that one more has room. */
    List<Change> room(Account user) {
        List<Change> changes = new ArrayList<>();
        List<SessionRow> live = tools.store().sessions(live(user), 2 * PER_USER_MAX);
        for (SessionRow oldest : live.subList(Math.min(live.size(), PER_USER_MAX - 1), live.size())) {
            tools.store()
                    .session(oldest.id())
                    .ifPresent(found -> changes.add(
                            write(found.key(), found.state().end(tools.clock().millis()))
                                    .ifStamp(found.stamp())));
        }
        return changes;
    }

    /** What takes the live sessions of a user out of the data that is removed itself; others end by themselves. */
    List<Change> gone(Account user) {
        return tools.store().sessions(live(user), PER_USER_MAX).stream()
                .map(row -> Change.delete(State.Session.ENTITY, row.id()))
                .toList();
    }

    /** Remembers that these changes of {@link #room} are written. */
    void ended(List<Change> changes) {
        changes.forEach(
                change -> tools.known().ended(change.key(), tools.clock().millis()));
    }

    /** The answer that carries the first tokens of a session, and its proof. */
    SignedIn begun(Account user, Begun session) {
        return signedIn(user, session, Optional.of(proof.of(session.id())));
    }

    /** The answer that carries the tokens of the session's current generation. */
    private SignedIn signedIn(Account user, Begun session, Optional<String> told) {
        Instant now = tools.clock().now();
        Instant over = Instant.ofEpochMilli(session.state().expires());
        Instant expires = now.plus(tools.config().accessLife());
        Instant until = expires.isBefore(over) ? expires : over;
        String refresh = "rt_" + session.id() + "." + session.state().generation() + "."
                + signature(session.secret(), session.state().generation());
        return new SignedIn(
                new Me(user.id(), user.name(), user.role(), tools.node()),
                until,
                told,
                tokens.issue(user.id(), session.id(), session.state().epoch(), until),
                refresh,
                Duration.between(now, until),
                Duration.between(now, over));
    }

    /** Whether it looks like a refresh token, and the proof of its session is there. */
    boolean isRenewable(Refresh request) {
        Matcher read = read(request.token());
        return read.matches() && proof.holds(read.group(1), request.proof());
    }

    /** Goes on with a session by its refresh token. */
    public Reply<SignedIn> refresh(Caller caller, Refresh request) {
        Matcher read = read(request.token());
        // Both cost no look-up, so they stand in nobody's way.
        if (!read.matches()) {
            return over();
        }
        String id = read.group(1);
        if (!proof.holds(id, request.proof())) {
            return SessionProof.missing();
        }
        Optional<Duration> wait = throttle.take(Throttle.Action.REFRESH, id, caller.address());
        if (wait.isPresent()) {
            return new Reply.Busy<>(wait.get(), "This session is renewed too often; wait a moment.");
        }
        int generation = Integer.parseInt(read.group(2));
        return AuthStore.untilAlone(() -> tools.store()
                .session(id)
                .flatMap(found -> seal.open(found.state().family(), context(id))
                        .filter(secret -> Digests.same(read.group(3), signature(secret, generation)))
                        .map(secret -> step(caller, found, secret, generation)))
                .orElseGet(DeviceSessions::over));
    }

    private Reply<SignedIn> step(Caller caller, Found<State.Session> found, String secret, int generation) {
        Optional<Account> owner = tools.known().user(found.state().user()).filter(user -> !user.disabled());
        if (owner.isEmpty()) {
            return over();
        }
        Account user = owner.get();
        recognised(user, found.key(), caller.address());
        return switch (Family.step(found.state(), generation, caller.address(), moment(user))) {
            case Family.Rotate(State.Session next) -> {
                tools.audit()
                        .write(
                                List.of(write(found.key(), next).ifStamp(found.stamp())),
                                event(caller, user, "session.refresh", found.key(), Audit.Outcome.OK),
                                () -> {});
                yield Reply.ok(signedIn(user, new Begun(found.key(), next, secret), Optional.empty()));
            }
            case Family.Repeat() ->
                Reply.ok(signedIn(user, new Begun(found.key(), found.state(), secret), Optional.empty()));
            case Family.Stolen() -> {
                end(found, event(caller, user, "session.reuse", found.key(), Audit.Outcome.DENIED));
                yield new Reply.Denied<>(
                        true,
                        "A refresh token that was replaced long ago came back, so somebody may have copied it: this"
                                + " session is ended. Sign in again.");
            }
            case Family.Over() -> over();
        };
    }

    /** Ends the session the caller came by. */
    public Reply<SignedOut> signOut(Caller caller) {
        if (caller.kind() == Caller.Kind.SESSION) {
            endOwn(caller, caller.credential(), "session.sign-out");
        }
        return Reply.ok(new SignedOut());
    }

    /** Ends one of the caller's sessions. */
    public Reply<Nothing> end(Caller caller, String id) {
        return ID.matcher(id).matches() && endOwn(caller, id, "session.end")
                ? Reply.ok(Nothing.NOTHING)
                : Reply.notFound("session");
    }

    /** The caller's live sessions, newest first. */
    public Reply<AuthApi.Sessions> list(Caller caller) {
        List<SessionRow> rows = tools.known()
                .user(caller.user())
                .map(user -> tools.store().sessions(live(user), 2 * PER_USER_MAX))
                .orElse(List.of());
        return Reply.ok(new AuthApi.Sessions(rows.stream()
                .map(row -> new Session(
                        row.id(),
                        row.device(),
                        row.address(),
                        Instant.ofEpochMilli(row.created()),
                        Instant.ofEpochMilli(row.lastUsed()),
                        Instant.ofEpochMilli(row.expires()),
                        row.id().equals(caller.credential())))
                .toList()));
    }

    /** The caller's own session, when it goes on. */
    Optional<Found<State.Session>> current(Caller caller) {
        if (caller.kind() != Caller.Kind.SESSION) {
            return Optional.empty();
        }
        return tools.known()
                .user(caller.user())
                .flatMap(user -> tools.store()
                        .session(caller.credential())
                        .filter(found -> Family.alive(found.state(), moment(user))));
    }

    /** Removes from the data what was over a day ago: at most {@link #TIDY_ROUNDS} times {@link #TIDY_AT_ONCE}. */
    public void tidy() {
        long before = tools.clock().millis() - OVER_KEPT.toMillis();
        int removed = TIDY_AT_ONCE;
        for (int round = 0; round < TIDY_ROUNDS && removed == TIDY_AT_ONCE; round++) {
            List<Change> changes = tools.store().sessionsOverBefore(before, TIDY_AT_ONCE).stream()
                    .map(id -> Change.delete(State.Session.ENTITY, id))
                    .toList();
            removed = changes.size();
            if (removed > 0) {
                tools.store().write(changes);
            }
        }
    }

    static Change write(String id, State.Session state) {
        return Change.set(State.Session.ENTITY, id, Json.text(state));
    }

    private boolean endOwn(Caller caller, String id, String action) {
        return AuthStore.untilAlone(() -> {
            Optional<Account> user = tools.known().user(caller.user());
            Optional<Found<State.Session>> found = tools.store()
                    .session(id)
                    .filter(session -> user.isPresent()
                            && session.state().user().equals(caller.user())
                            && Family.alive(session.state(), moment(user.get())));
            found.ifPresent(session -> end(session, Audit.Event.of(caller, action, id, Audit.Outcome.OK)));
            return found.isPresent();
        });
    }

    private void end(Found<State.Session> found, Audit.Event event) {
        long now = tools.clock().millis();
        Change change = write(found.key(), found.state().end(now)).ifStamp(found.stamp());
        tools.audit().write(List.of(change), event, () -> tools.known().ended(found.key(), now));
        tools.bus().publish(CHANNEL, found.key());
    }

    private Live live(Account user) {
        long now = tools.clock().millis();
        return new Live(user.id(), now, now - tools.config().idleLife().toMillis(), user.epoch());
    }

    private Family.Moment moment(Account user) {
        return new Family.Moment(tools.clock().millis(), tools.config().idleLife(), user.epoch());
    }

    private static Audit.Event event(
            Caller caller, Account user, String action, String session, Audit.Outcome outcome) {
        return new Audit.Event(action, user.name(), session, outcome, caller);
    }

    private static Matcher read(Optional<String> token) {
        return TOKEN.matcher(token.filter(text -> text.length() <= 200).orElse(""));
    }

    private static String signature(String secret, int generation) {
        return Digests.hmacBase64Url(secret, "refresh " + generation);
    }

    private static String context(String id) {
        return "session " + id;
    }

    private static <T> Reply<T> over() {
        return new Reply.Denied<>(true, "This session is over; sign in again.");
    }
}
