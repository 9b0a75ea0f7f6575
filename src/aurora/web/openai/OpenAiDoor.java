package aurora.web.openai;

import aurora.auth.AuthApi;
import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.engine.Model.Purpose;
import aurora.engine.Part;
import aurora.ground.http.server.Exchange;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import aurora.mesh.contract.Nothing;
import aurora.router.RouterApi;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import aurora.web.visit.Errors;
import aurora.web.visit.Visit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * OpenAI's {@code /v1/models} and {@code /v1/chat/completions}, with an API key, so that its clients work unmodified.
 */
public final class OpenAiDoor {
    /** Long prompts are the point; pictures are not accepted. */
    private static final int BODY_MAX = 4 << 20;

    private static final Duration ANSWER_MAX = Duration.ofMinutes(10);
    private static final Duration LOOK_UP_MAX = Duration.ofSeconds(10);
    private static final List<String> JSON = List.of("Content-Type", "application/json", "Cache-Control", "no-store");

    /** Said in an answer under way when its key is revoked, or its session ends. */
    static final OpenAiError KEY_GONE =
            OpenAiError.of(new Reply.Denied<>(true, "This API key is not valid any more, so the answer ends here."));

    private final AuthApi auth;
    private final RouterApi router;
    private final Clock clock;
    private final Ids ids;

    /** Asks {@code auth} who calls and {@code router} for answers. */
    public OpenAiDoor(AuthApi auth, RouterApi router, Clock clock, Ids ids) {
        this.auth = auth;
        this.router = router;
        this.clock = clock;
        this.ids = ids;
    }

    /** Answers; returns the path's template for the log. */
    public String serve(Visit visit) throws IOException, InterruptedException {
        String path = visit.exchange().path();
        String verb = visit.exchange().verb();
        Reply<Caller> caller = caller(visit);
        if (!(caller instanceof Reply.Ok<Caller>(Caller who))) {
            fail(visit, OpenAiError.of(caller));
        } else if (path.equals("/v1/chat/completions") && verb.equals("POST")) {
            complete(visit, who);
        } else if (path.equals("/v1/models") && verb.equals("GET")) {
            models(visit, who, offer -> true, true);
        } else if (path.startsWith("/v1/models/") && verb.equals("GET")) {
            models(visit, who, offer -> offer.id().equals(path.substring("/v1/models/".length())), false);
        } else if (verbOf(path).isPresent()) {
            OpenAiError error = OpenAiError.invalid(
                    405,
                    "",
                    "Not allowed: " + verb + " " + path + ". Use "
                            + verbOf(path).get() + ".");
            List<String> headers = new ArrayList<>(error.headers());
            headers.addAll(List.of("Allow", verbOf(path).get()));
            visit.answer(405, headers, Json.write(new OpenAiError.Body(error.told())));
        } else {
            fail(
                    visit,
                    OpenAiError.invalid(
                            404,
                            "",
                            "Unknown request URL: " + verb + " " + path
                                    + ". This node answers POST /v1/chat/completions and GET /v1/models."));
        }
        return template(path);
    }

    /** An error of the door's own, in OpenAI's shape. */
    public static byte[] told(Errors error) {
        OpenAiError shaped = error.status() >= 500
                ? OpenAiError.server(error.status(), error.message())
                : OpenAiError.invalid(error.status(), "", error.message());
        return Json.write(new OpenAiError.Body(shaped.told()));
    }

    /** The one method of a path; empty where there is no such path. */
    private static Optional<String> verbOf(String path) {
        return path.equals("/v1/chat/completions")
                ? Optional.of("POST")
                : path.equals("/v1/models") || path.startsWith("/v1/models/") ? Optional.of("GET") : Optional.empty();
    }

    /** Few values, whatever is asked for: it becomes a label of the figures. */
    private static String template(String path) {
        return switch (path) {
            case "/v1/chat/completions", "/v1/models" -> path;
            default -> path.startsWith("/v1/models/") ? "/v1/models/{model}" : "/v1/?";
        };
    }

    private Reply<Caller> caller(Visit visit) {
        Optional<String> bearer = visit.bearer();
        if (bearer.isEmpty()) {
            return new Reply.Denied<>(
                    true,
                    "You didn't provide an API key. Make one with ./aurora key add NAME, or on the page, and send it"
                            + " as Authorization: Bearer KEY.");
        }
        return auth.identify(visit.presented(bearer.get()));
    }

    private void models(Visit visit, Caller caller, Predicate<RouterApi.ModelOffer> wanted, boolean all)
            throws IOException {
        Reply<RouterApi.Models> models = router.models(caller, Nothing.NOTHING, Deadline.after(clock, LOOK_UP_MAX));
        if (!(models instanceof Reply.Ok<RouterApi.Models>(RouterApi.Models known))) {
            fail(visit, OpenAiError.of(models));
            return;
        }
        List<OpenAiAnswer.ModelEntry> entries = new ArrayList<>();
        RouterApi.ModelOffer auto = new RouterApi.ModelOffer(RouterApi.AUTO, Purpose.GENERAL, true, 0, List.of());
        if (wanted.test(auto)) {
            entries.add(OpenAiAnswer.ModelEntry.of(RouterApi.AUTO));
        }
        chatting(known).stream()
                .filter(wanted)
                .map(offer -> OpenAiAnswer.ModelEntry.of(offer.id()))
                .forEach(entries::add);
        if (all) {
            visit.answer(200, JSON, Json.write(new OpenAiAnswer.ModelList("list", entries)));
        } else if (entries.isEmpty()) {
            fail(visit, OpenAiError.noModel("The model does not exist here. GET /v1/models lists those that do."));
        } else {
            visit.answer(200, JSON, Json.write(entries.getFirst()));
        }
    }

    /** The models that can be chatted with: those that only make vectors are no use at this door. */
    static List<RouterApi.ModelOffer> chatting(RouterApi.Models known) {
        return known.models().stream()
                .filter(offer -> offer.purpose() != Purpose.EMBEDDING)
                .toList();
    }

    private void complete(Visit visit, Caller caller) throws IOException, InterruptedException {
        OpenAiRequest request;
        try {
            request = OpenAiRequest.read(Json.tree(visit.exchange().body(BODY_MAX)));
        } catch (Exchange.BodyTooLargeException large) {
            fail(visit, OpenAiError.invalid(413, "", "The body is larger than " + BODY_MAX + " bytes."));
            return;
        } catch (JsonException bad) {
            fail(
                    visit,
                    OpenAiError.invalid(
                            400, bad.field(), "We could not parse the JSON body of your request. " + bad.why()));
            return;
        } catch (OpenAiRequest.BadRequest bad) {
            fail(visit, OpenAiError.invalid(400, bad.param(), String.valueOf(bad.getMessage())));
            return;
        }
        // the router lets a key render that may only chat, for chat's sake; this door does not
        Reply<Rendering> reply = caller.may(
                Caller.Role.MEMBER,
                Caller.Scope.MODELS,
                () -> router.render(caller, request.generate(), Deadline.after(clock, ANSWER_MAX)));
        if (!(reply instanceof Reply.Ok<Rendering>(Rendering rendering))) {
            fail(visit, OpenAiError.of(reply));
            return;
        }
        try (rendering) {
            OpenAiAnswer answer =
                    new OpenAiAnswer("chatcmpl-" + ids.brief(), clock.now().getEpochSecond());
            BooleanSupplier stillKnown = () -> caller(visit) instanceof Reply.Ok<Caller>;
            if (request.stream()) {
                new OpenAiStream(answer, request.usage(), stillKnown).write(visit, rendering);
            } else {
                whole(visit, rendering, answer, stillKnown);
            }
        }
    }

    private void whole(Visit visit, Rendering rendering, OpenAiAnswer answer, BooleanSupplier stillKnown)
            throws IOException, InterruptedException {
        boolean watching = false;
        while (true) {
            Events.Next<Rendered> next = rendering.next(Duration.ofMillis(200));
            if (!stillKnown.getAsBoolean()) {
                fail(visit, KEY_GONE);
                return;
            }
            switch (next) {
                case Events.Idle<Rendered> idle -> {
                    if (!watching) {
                        watching = true;
                        visit.exchange().whenGone(rendering::close);
                    }
                }
                case Events.End<Rendered> end -> {
                    fail(visit, OpenAiError.server(503, "The answer ended before it was complete."));
                    return;
                }
                case Events.Item<Rendered>(long id, Rendered.Piece(Part part)) -> answer.add(part);
                case Events.Item<Rendered>(long id, Rendered.Moved moved) -> {}
                case Events.Item<Rendered>(long id, Rendered.Done done) -> {
                    visit.answer(
                            200, withPlace(JSON, done.figures().place(), rendering), Json.write(answer.whole(done)));
                    return;
                }
                case Events.Item<Rendered>(long id, Rendered.Failed(Part.Failure failure, String why)) -> {
                    int status = failure == Part.Failure.DEADLINE ? 504 : failure == Part.Failure.BUSY ? 503 : 502;
                    fail(visit, OpenAiError.server(status, why));
                    return;
                }
            }
        }
    }

    /**
     * The answer's headers say where it was rendered, which decision tells why, and which engine the guide stands in
     * for.
     */
    static List<String> withPlace(List<String> headers, RouterApi.Place place, Rendering rendering) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of(
                "Aurora-Node",
                place.node(),
                "Aurora-Engine",
                place.engine(),
                "Aurora-Decision",
                rendering.decision().id()));
        rendering.decision().missed().ifPresent(missed -> all.addAll(List.of("Aurora-Missed", missed.engine())));
        return all;
    }

    private static void fail(Visit visit, OpenAiError error) throws IOException {
        visit.answer(error.status(), error.headers(), Json.write(new OpenAiError.Body(error.told())));
    }
}
