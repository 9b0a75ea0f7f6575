package aurora.keep.driver;

import aurora.ground.process.ChildSpec;
import aurora.ground.process.HttpProbe;
import aurora.ground.process.Programs;
import aurora.keep.KeepApi.Owner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ollama: one that is named in the configuration or in {@code OLLAMA_HOST}, else one found at its usual address, else
 * the installed program as a child on a port of our own, with its models in their usual place. Never required.
 */
public final class Ollama implements Driver {
    static final URI USUAL = URI.create("http://127.0.0.1:11434");

    private static final Duration CHECK_MAX = Duration.ofSeconds(2);
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]{1,40})\"");
    private static final Pattern HOST =
            Pattern.compile("(?:(https?)://)?([A-Za-z0-9._-]*|\\[[0-9a-fA-F:]+\\])(?::(\\d{1,5}))?/?");

    private final Host host;
    private final Optional<URI> named;
    private final URI usual;
    private final Optional<Path> program;
    private volatile Optional<URI> server = Optional.empty();
    private volatile Owner owner = Owner.OFF;
    private volatile String version = "";

    /** Ollama at {@code named}, or as it is found. */
    public Ollama(Host host, Optional<URI> named) {
        this(host, named, USUAL, Programs.find("ollama"));
    }

    Ollama(Host host, Optional<URI> named, URI usual, Optional<Path> program) {
        this.host = host;
        this.named = named;
        this.usual = usual;
        this.program = program;
    }

    /** The address that {@code OLLAMA_HOST} or a person means: scheme, host and port may each be left out. */
    public static Optional<URI> address(String text) {
        Matcher part = HOST.matcher(text.strip());
        if (text.isBlank() || !part.matches()) {
            return Optional.empty();
        }
        String host = part.group(2).isEmpty() || part.group(2).equals("0.0.0.0") ? "127.0.0.1" : part.group(2);
        boolean secure = "https".equals(part.group(1));
        String port = part.group(3) != null ? part.group(3) : part.group(1) == null ? "11434" : secure ? "443" : "80";
        return Optional.of(URI.create((secure ? "https" : "http") + "://" + host + ":" + port));
    }

    /** Where it listens; empty while there is none. */
    public Optional<URI> server() {
        return server;
    }

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String address() {
        return server.map(URI::toString).orElse("");
    }

    @Override
    public String title() {
        return "Ollama" + (address().isEmpty() ? "" : " at " + address());
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Start start() throws IOException, InterruptedException {
        if (named.isPresent()) {
            server = named;
            owner = Owner.EXTERNAL;
            return new Theirs();
        }
        if (answers(usual)) {
            server = Optional.of(usual);
            owner = Owner.FOUND;
            return new Theirs();
        }
        if (program.isEmpty()) {
            server = Optional.empty();
            owner = Owner.OFF;
            return new Absent("Ollama is not installed and does not listen at " + usual + ".");
        }
        int port = host.ports().freeOf("ollama");
        server = Optional.of(URI.create("http://127.0.0.1:" + port));
        owner = Owner.INSTALLED;
        ChildSpec spec = ChildSpec.of("ollama", List.of(program.get().toString(), "serve"))
                .in(host.places().home())
                .with("OLLAMA_HOST", "127.0.0.1:" + port)
                .loggedTo(host.places().log("ollama"));
        return new Ours(host.spawner().spawn(spec), program.get());
    }

    @Override
    public void check() throws IOException {
        URI now = server.orElseThrow(() -> new IOException("Ollama is not started"));
        version = versionAt(now);
    }

    /**
     * The version of the Ollama at {@code at}.
     *
     * @throws IOException when nothing answers there, or something else
     */
    public static String versionAt(URI at) throws IOException {
        Matcher found = VERSION.matcher(HttpProbe.get(at.resolve("/api/version"), CHECK_MAX));
        if (!found.find()) {
            throw new IOException("what listens at " + at + " is not Ollama");
        }
        return found.group(1);
    }

    private static boolean answers(URI at) {
        try {
            return !versionAt(at).isEmpty();
        } catch (IOException nobody) {
            return false;
        }
    }
}
