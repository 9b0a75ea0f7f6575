package aurora.web;

import aurora.auth.AuthApi;
import aurora.base.Clock;
import aurora.base.Ids;
import aurora.ground.config.Config;
import aurora.ground.config.Setting;
import aurora.ground.http.server.Exchange;
import aurora.ground.http.server.HttpHandler;
import aurora.ground.http.server.HttpServer;
import aurora.ground.http.server.Unserved;
import aurora.ground.log.Log;
import aurora.ground.metrics.Metrics;
import aurora.ground.process.Ports;
import aurora.mesh.contract.Contract;
import aurora.mesh.contract.OpenApi;
import aurora.router.RouterApi;
import aurora.web.openai.OpenAiDoor;
import aurora.web.visit.Errors;
import aurora.web.visit.Visit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The door, listening. It binds both loopback addresses, so that nobody else can be {@code localhost} at its port;
 * beyond this machine a proxy with TLS stands in front of it. Thread-safe.
 */
public final class Web implements AutoCloseable {
    /** The door's settings. */
    public static final List<Setting<?>> SETTINGS = WebConfig.SETTINGS;

    /** The setting of the port, which the command line may give. */
    public static final Setting<Integer> PORT = WebConfig.PORT;

    private static final Log LOG = Log.of("web");
    private static final String DEFECT =
            "Something went wrong inside Aurora. The log tells what, under the id in Aurora-Request.";
    private static final String OPEN_AI = "/v1/";
    private static final List<String> TEXT = List.of("Content-Type", "application/json", "Cache-Control", "no-store");

    /** Methods that HTTP clients use here; others are not implemented, wherever they go. */
    private static final Set<String> VERBS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Set<String> READ_ONLY = Set.of("/health", "/ready", "/metrics", "/api/openapi.json");

    private final Needs needs;
    private final WebConfig config;
    private final ApiDoor api;
    private final OpenAiDoor openAi;
    private final PageFiles page = new PageFiles();
    private final Metrics.Timing timing;
    private final Supplier<byte[]> description;
    private final HttpServer server;

    /**
     * What the door needs.
     *
     * @param services every service with its table
     * @param ready empty when the node can serve, else what is missing
     */
    public record Needs(
            Config config,
            Clock clock,
            Ids ids,
            Metrics metrics,
            AuthApi auth,
            RouterApi router,
            List<Served<?>> services,
            Supplier<List<String>> ready,
            String version) {}

    /** A service to serve. */
    public record Served<A>(Contract<A> contract, A api) {}

    private Web(Needs needs) throws IOException {
        this.needs = needs;
        this.config = WebConfig.of(needs.config());
        this.api = new ApiDoor(needs.auth(), needs.clock(), needs.services());
        this.openAi = new OpenAiDoor(needs.auth(), needs.router(), needs.clock(), needs.ids());
        this.timing =
                needs.metrics().seconds("aurora_http_request_seconds", "Time to answer a request.", "path", "status");
        this.description = new Once(() -> OpenApi.document(
                needs.version(),
                needs.services().stream().<Contract<?>>map(Served::contract).toList()));
        this.server = HttpServer.start(Ports.loopbacks(), config.port(), needs.clock(), new Handler());
    }

    /**
     * Opens the door.
     *
     * @throws IOException when the port is taken
     */
    public static Web open(Needs needs) throws IOException {
        return new Web(needs);
    }

    /** The port of page and API. */
    public int port() {
        return server.port();
    }

    private void handle(Exchange exchange) throws IOException, InterruptedException {
        Visit visit = new Visit(exchange, config, needs.ids().brief(), config.port());
        long began = needs.clock().nanos();
        String[] template = {"?"};
        try {
            Log.inRequest(visit.request(), () -> {
                try {
                    template[0] = serve(visit);
                } catch (UncheckedIOException gone) {
                    throw gone;
                } catch (Exchange.BrokenBodyException broken) {
                    refuse(visit, Errors.of(400, "bad_request", String.valueOf(broken.getMessage())));
                    throw broken;
                } catch (RuntimeException defect) {
                    failed(visit, defect);
                }
                return template[0];
            });
        } catch (IOException | InterruptedException | RuntimeException passed) {
            throw passed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            double seconds = (needs.clock().nanos() - began) / 1e9;
            timing.record(seconds, template[0], String.valueOf(visit.status()));
            LOG.info(
                    "http.answered",
                    "request",
                    visit.request(),
                    "verb",
                    exchange.verb(),
                    "path",
                    template[0],
                    "status",
                    visit.status(),
                    "millis",
                    Math.round(seconds * 1e5) / 100.0);
        }
    }

    /** Answers that something is wrong in here, unless part of another answer is out already. */
    private static void failed(Visit visit, RuntimeException defect) throws IOException {
        if (visit.status() != 0) {
            throw defect;
        }
        LOG.error("web.defect", defect, "path", visit.exchange().path());
        refuse(visit, Errors.of(500, "internal", DEFECT));
    }

    /** In the shape that clients of the path know. */
    private static void refuse(Visit visit, Errors error) throws IOException {
        if (visit.exchange().path().startsWith(OPEN_AI)) {
            visit.answer(error.status(), error.headers(), OpenAiDoor.told(error));
        } else {
            visit.answer(error);
        }
    }

    /** The door as the server sees it. */
    private final class Handler implements HttpHandler {
        @Override
        public void handle(Exchange exchange) throws IOException, InterruptedException {
            Web.this.handle(exchange);
        }

        @Override
        public Unserved.Told unserved(Unserved request) {
            String id = needs.ids().brief();
            Errors error = Errors.of(request.status(), request.code(), request.message());
            List<String> headers = new ArrayList<>(error.headers());
            headers.addAll(Visit.always(id));
            LOG.info("http.refused", "request", id, "status", request.status(), "code", request.code());
            byte[] body = request.path().startsWith(OPEN_AI) ? OpenAiDoor.told(error) : error.body(id);
            return new Unserved.Told(headers, new String(body, StandardCharsets.UTF_8));
        }
    }

    private String serve(Visit visit) throws IOException, InterruptedException {
        String path = visit.exchange().path();
        Optional<Errors> refused = refused(visit, path);
        if (refused.isPresent()) {
            refuse(visit, refused.get());
            return "?";
        }
        return switch (path) {
            case "/health" -> {
                visit.answer(200, TEXT, "{\"status\":\"alive\"}".getBytes(StandardCharsets.US_ASCII));
                yield path;
            }
            case "/ready" -> {
                List<String> missing = needs.ready().get();
                visit.answer(
                        missing.isEmpty() ? 200 : 503,
                        TEXT,
                        aurora.ground.json.Json.write(Map.of("ready", missing.isEmpty(), "missing", missing)));
                yield path;
            }
            case "/metrics" -> {
                if (visit.exchange().header("X-Forwarded-For").isPresent()) {
                    visit.answer(Errors.of(403, "denied", "Figures are told on this machine only."));
                    yield path;
                }
                visit.answer(
                        200,
                        List.of("Content-Type", Metrics.MEDIA_TYPE),
                        needs.metrics().text());
                yield path;
            }
            case "/api/openapi.json" -> {
                visit.answer(200, List.of("Content-Type", "application/json"), description.get());
                yield path;
            }
            default -> {
                if (path.startsWith("/api/")) {
                    yield api.serve(visit);
                } else if (path.startsWith(OPEN_AI)) {
                    yield openAi.serve(visit);
                }
                page.serve(visit);
                yield "/";
            }
        };
    }

    /** What is refused wherever it goes. */
    private static Optional<Errors> refused(Visit visit, String path) {
        String verb = visit.exchange().verb();
        if (!visit.hostIsOurs()) {
            return Optional.of(Errors.of(
                    421,
                    "wrong_host",
                    "This node does not go by that name. If a proxy publishes it under that name,"
                            + " put the name into web.hosts in aurora.yml."));
        }
        if (!VERBS.contains(verb)) {
            return Optional.of(Errors.of(501, "unknown_method", "This node knows no such method."));
        }
        boolean reads = verb.equals("GET") || verb.equals("HEAD");
        return READ_ONLY.contains(path) && !reads
                ? Optional.of(Errors.of(405, "wrong_method", "This path answers GET only."))
                : Optional.empty();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Computed when first asked for. */
    private static final class Once implements Supplier<byte[]> {
        private final Supplier<byte[]> make;
        private volatile byte[] made = new byte[0];

        Once(Supplier<byte[]> make) {
            this.make = make;
        }

        @Override
        public byte[] get() {
            if (made.length == 0) {
                made = make.get();
            }
            return made;
        }
    }
}
