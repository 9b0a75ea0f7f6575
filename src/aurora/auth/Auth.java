package aurora.auth;

import aurora.auth.account.Accounts;
import aurora.auth.account.ApiKeys;
import aurora.auth.account.DeviceSessions;
import aurora.auth.account.Entrance;
import aurora.auth.account.Removal;
import aurora.auth.account.SessionProof;
import aurora.auth.account.Tools;
import aurora.auth.audit.Audit;
import aurora.auth.audit.Checkpoints;
import aurora.auth.audit.Trail;
import aurora.auth.credential.Entries;
import aurora.auth.credential.LocalCredential;
import aurora.auth.credential.Passwords;
import aurora.auth.credential.SetupLink;
import aurora.auth.credential.SigningKey;
import aurora.auth.credential.Throttle;
import aurora.auth.credential.Tokens;
import aurora.auth.store.AuthStore;
import aurora.auth.store.Known;
import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Ids;
import aurora.base.Refusal;
import aurora.ground.bus.Bus;
import aurora.ground.config.Config;
import aurora.ground.config.Setting;
import aurora.ground.crypto.Seal;
import aurora.ground.log.Log;
import aurora.ground.process.Worker;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.data.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Auth as the wiring sees it. Started when the database is ready and {@link #SCRIPT} is installed; knows every
 * revocation before its first answer. Thread-safe.
 */
public final class Auth implements AutoCloseable {
    /** Script with the views, seen from this class. */
    public static final String SCRIPT = "store/auth.sql";

    /** Name of the file in the home that holds the credential of the machine's owner. */
    public static final String LOCAL_CREDENTIAL = "local-credential";

    /** Name of the file in the home that holds the key that signs tokens. */
    public static final String SIGNING_KEY = "token-signing.jwk";

    /** Name of the file in the home that holds the key that signs the audit trail. */
    public static final String AUDIT_KEY = "audit-signing.jwk";

    /** All settings of auth. */
    public static final List<Setting<?>> SETTINGS = AuthConfig.SETTINGS;

    private static final String CHECKPOINT = "audit-checkpoint";
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration RELOAD = Duration.ofMinutes(1);
    private static final Duration TIDY = Duration.ofHours(1);
    private static final Log LOG = Log.of("auth");

    private final Clock clock;
    private final Known known;
    private final Audit audit;
    private final Checkpoints checkpoints;
    private final ApiKeys keys;
    private final DeviceSessions sessions;
    private final AuthService service;
    private final SetupLink link;
    private final Semaphore nudges;
    private final Bus.Subscription hints;
    private final Worker worker;

    private Auth(Needs needs, Passwords passwords) {
        this.clock = needs.clock();
        this.nudges = new Semaphore(0);
        AuthConfig config = AuthConfig.of(needs.config());
        AuthStore store = new AuthStore(needs.replica());
        this.known = new Known(store, config, clock);
        this.audit = new Audit(store, needs.node(), clock, nudges::release);
        Trail trail = new Trail(store, needs.node());
        this.checkpoints = new Checkpoints(store, trail, anchor(needs.home()), clock);
        Tools tools = new Tools(store, known, audit, config, clock, needs.ids(), needs.bus(), needs.node());
        Tokens tokens = new Tokens(needs.node(), Tokens.keyAt(needs.home().resolve(SIGNING_KEY)), clock, needs.ids());
        Entries entries = Entries.standard();
        Throttle throttle = new Throttle(clock);
        this.link = new SetupLink(needs.ids());
        SessionProof proof = new SessionProof(needs.seal());
        this.sessions = new DeviceSessions(tools, tokens, throttle, needs.seal(), proof);
        this.keys = new ApiKeys(tools, entries);
        this.service = new AuthService(
                tools,
                tokens,
                new LocalCredential(needs.home().resolve(LOCAL_CREDENTIAL), needs.ids()),
                new AuthService.Parts(
                        new Entrance(tools, entries, passwords, throttle, sessions, link),
                        sessions,
                        proof,
                        new Accounts(tools, entries, passwords, throttle, sessions),
                        new Removal(tools, sessions),
                        keys,
                        trail,
                        checkpoints));
        known.load();
        sessions.recognise();
        this.hints = needs.bus().subscribe(DeviceSessions.CHANNEL, hint -> nudges.release());
        this.worker = Worker.start("auth", this::work);
    }

    /**
     * What auth needs.
     *
     * @param replica with {@link #SCRIPT} installed as schema {@code auth}
     * @param seal this node's own
     * @param home the folder for the signing key and {@link #LOCAL_CREDENTIAL}
     * @param node this node's name
     */
    public record Needs(
            Replica replica, Bus bus, Config config, Seal seal, Clock clock, Ids ids, Path home, String node) {}

    /**
     * Reads what auth must know, and begins.
     *
     * @throws Refusal when a file of the home cannot be read or written
     * @throws DatabaseException when the database is away
     */
    public static Auth start(Needs needs) {
        int cores = Runtime.getRuntime().availableProcessors();
        return start(needs, new Passwords(Passwords.COST, cores, needs.ids()));
    }

    static Auth start(Needs needs, Passwords passwords) {
        return new Auth(needs, passwords);
    }

    /** The service. */
    public AuthApi api() {
        return service;
    }

    /** The code of the set-up link, while there is no owner. */
    public Optional<String> setupCode() {
        return known.firstOwner().isPresent() ? Optional.empty() : Optional.of(link.code());
    }

    /**
     * Tells that {@code what}, {@code entity:key}, came from another node; empty text: anything may have changed.
     * Returns at once.
     */
    public void changed(String what) {
        String entity = what.substring(0, Math.max(0, what.indexOf(':')));
        if (what.isEmpty() || List.of("user", "session", "api_key").contains(entity)) {
            nudges.release();
        }
    }

    /**
     * Writes into the audit trail that {@code caller} did {@code action} to {@code subject}: names only, never a
     * secret.
     */
    public void note(Caller caller, String action, String subject) {
        audit.write(List.of(), Audit.Event.of(caller, action, subject, Audit.Outcome.OK), () -> {});
    }

    /** Writes down what is still to be written, and ends. */
    @Override
    public void close() {
        hints.close();
        worker.close();
        try {
            keys.writeUses(Duration.ZERO);
            checkpoints.sign(audit.lastNumber());
        } catch (DatabaseException away) {
            LOG.info("auth.last.lost", "kind", away.kind());
        } catch (Refusal unwritable) {
            LOG.warn("auth.checkpoint.lost", "why", String.valueOf(unwritable.getMessage()));
        }
    }

    private static Checkpoints.Anchor anchor(Path home) {
        SigningKey key = SigningKey.at(home.resolve(AUDIT_KEY), Checkpoints.TYPE);
        return new Checkpoints.Anchor(key, home.resolve(CHECKPOINT));
    }

    private void work() throws InterruptedException {
        long loaded = clock.nanos();
        long tidied = clock.nanos();
        while (true) {
            boolean nudged = nudges.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS);
            nudges.drainPermits();
            long now = clock.nanos();
            try {
                if (nudged || now - loaded >= RELOAD.toNanos()) {
                    // When it fails it is tried again in the next round.
                    loaded = now - RELOAD.toNanos();
                    reload();
                    loaded = now;
                }
                keys.writeUses(ApiKeys.USE_EXACT);
                checkpoints.round(audit.lastNumber());
                if (now - tidied >= TIDY.toNanos()) {
                    tidied = now;
                    sessions.tidy();
                }
            } catch (DatabaseException away) {
                LOG.info("auth.round.failed", "kind", away.kind());
            } catch (RuntimeException defect) {
                LOG.error("auth.round.failed", defect);
            }
        }
    }

    /** Removes from the data what was over long ago; the worker does it every hour. */
    void tidy() {
        sessions.tidy();
    }

    private void reload() {
        audit.still(() -> {
            known.load();
            known.tidy();
            return known.userCount();
        });
    }
}
