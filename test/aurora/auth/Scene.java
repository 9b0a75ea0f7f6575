package aurora.auth;

import static aurora.auth.Replies.value;

import aurora.auth.AuthApi.AddUser;
import aurora.auth.AuthApi.Presented;
import aurora.auth.AuthApi.Refresh;
import aurora.auth.AuthApi.Setup;
import aurora.auth.AuthApi.SignIn;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.account.SessionProof;
import aurora.auth.credential.Passwords;
import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.ground.TestPostgres;
import aurora.ground.bus.Bus;
import aurora.ground.config.Config;
import aurora.ground.config.ConfigException;
import aurora.ground.crypto.Seal;
import aurora.mesh.data.LocalReplica;
import aurora.mesh.data.Replica;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Auth on a real database, with a clock that stands and cheap hashes. */
public final class Scene implements AutoCloseable {
    public static final String PASSWORD = "orange tiger walks home";
    public static final Passwords.Cost CHEAP = new Passwords.Cost(64, 1, 1);

    public final SetClock clock = new SetClock();
    public final Ids ids = Ids.secure();
    public final LocalBus bus = new LocalBus();
    public final TestPostgres.Database db = TestPostgres.fresh();
    public final Path home;
    public Passwords passwords;
    public Auth auth;

    public Scene(Path home) {
        this.home = home;
        db.migrate("auth", Auth.class, Auth.SCRIPT);
        this.passwords = new Passwords(CHEAP, 2, ids);
        this.auth = Auth.start(needs(db.replica(), "star"), passwords);
    }

    public Auth.Needs needs(Replica replica, String node) {
        Seal seal = Seal.at(home.resolve("seal.key"), ids);
        return new Auth.Needs(replica, bus, standard(), seal, clock, ids, home.resolve(node), node);
    }

    private Config standard() {
        try {
            return Config.read(home.resolve("aurora.yml"), Map.of(), Auth.SETTINGS);
        } catch (ConfigException noFile) {
            throw new IllegalStateException(noFile);
        }
    }

    /** The node stops and starts again over the same data. */
    public void restart(Passwords.Cost cost) {
        auth.close();
        passwords = new Passwords(cost, 2, ids);
        auth = Auth.start(needs(new LocalReplica(db.app(), Clock.system(), ids), "star"), passwords);
    }

    public AuthApi api() {
        return auth.api();
    }

    public SignedIn setup() {
        String code = auth.setupCode().orElseThrow();
        return value(api().setup(nobody(), new Setup(code, "Olga", PASSWORD, Optional.of("Firefox")), soon()));
    }

    public void add(String name, Role role) {
        value(api().addUser(local(), new AddUser(name, PASSWORD, Optional.of(role)), soon()));
    }

    public SignedIn signIn(String name) {
        return value(trySignIn(name, PASSWORD));
    }

    public Reply<SignedIn> trySignIn(String name, String password) {
        return api().signIn(nobody(), new SignIn(name, password, Optional.of("Firefox")), soon());
    }

    public Reply<SignedIn> refresh(String token) {
        return api().refresh(nobody(), withProof(token), soon());
    }

    /** As a page presents it: with the proof of the session that it names. */
    public Refresh withProof(String token) {
        return new Refresh(Optional.of(token), proof(token.replaceFirst("^rt_([^.]*)\\..*", "$1")));
    }

    public Reply<SignedIn> refreshWithout(String token) {
        return api().refresh(nobody(), new Refresh(Optional.of(token), Optional.empty()), soon());
    }

    private Optional<String> proof(String session) {
        return Optional.of(new SessionProof(Seal.at(home.resolve("seal.key"), ids)).of(session));
    }

    public Caller caller(String token) {
        return value(identify(token));
    }

    public Caller caller(SignedIn signedIn) {
        return caller(signedIn.access());
    }

    public Reply<Caller> identify(String token) {
        return identify(token, proof(session(token)));
    }

    public Reply<Caller> identify(String token, Optional<String> proof) {
        return api().identify(new Presented(token, proof, "127.0.0.1", "r1"));
    }

    /** The session an access token says it is of; none for other credentials. */
    private static String session(String token) {
        try {
            return Optional.ofNullable(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("sid"))
                    .orElse("");
        } catch (ParseException noAccessToken) {
            return "";
        }
    }

    public Caller local() {
        try {
            return caller(Files.readString(home.resolve("star").resolve(Auth.LOCAL_CREDENTIAL)));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    public static Caller nobody() {
        return Caller.nobody("127.0.0.1", "r0");
    }

    public static Deadline soon() {
        return Deadline.after(Clock.system(), Duration.ofSeconds(30));
    }

    public List<String> audit() {
        return value(api().audit(local(), new AuthApi.AuditQuery(Optional.empty(), Optional.of(200)), soon()))
                .entries()
                .stream()
                .map(entry -> entry.action() + " " + entry.user() + " " + entry.outcome())
                .toList();
    }

    /** Does all of them at the same moment, and returns their results in order. */
    public static <T> List<T> atOnce(List<? extends Callable<? extends T>> all) throws Exception {
        CyclicBarrier start = new CyclicBarrier(all.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<? extends T> one : all) {
                running.add(threads.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    @Override
    public void close() {
        auth.close();
        db.close();
    }

    /** A bus within this process; as when Redis is away. */
    public static final class LocalBus implements Bus {
        private record Listener(String channel, Consumer<String> listener) {}

        private final List<Listener> listeners = new CopyOnWriteArrayList<>();

        @Override
        public void publish(String channel, String text) {
            listeners.stream()
                    .filter(listener -> listener.channel().equals(channel))
                    .forEach(listener -> listener.listener().accept(text));
        }

        @Override
        public Subscription subscribe(String channel, Consumer<String> listener) {
            Listener added = new Listener(channel, listener);
            listeners.add(added);
            return () -> listeners.remove(added);
        }

        @Override
        public void close() {
            listeners.clear();
        }
    }
}
