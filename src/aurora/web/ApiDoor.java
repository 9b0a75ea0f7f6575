package aurora.web;

import aurora.auth.AuthApi;
import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.ground.http.server.Exchange;
import aurora.ground.http.server.RouteTable;
import aurora.ground.json.Json;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Binder;
import aurora.mesh.contract.Row;
import aurora.mesh.contract.Rules;
import aurora.mesh.contract.SetsCookies;
import aurora.web.visit.Errors;
import aurora.web.visit.Sse;
import aurora.web.visit.Visit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Serves every row of every contract under {@code /api/}. The services check rights; this only finds out who calls. */
final class ApiDoor {
    private static final List<String> JSON = List.of("Content-Type", "application/json", "Cache-Control", "no-store");

    private final RouteTable<Bound<?, ?, ?>> routes = new RouteTable<>();
    private final Binder binder = new Binder();
    private final BodyBudget budget = new BodyBudget();
    private final AuthApi auth;
    private final Clock clock;
    private final Sse sse;

    ApiDoor(AuthApi auth, Clock clock, List<Web.Served<?>> services) {
        this.auth = auth;
        this.clock = clock;
        this.sse = new Sse(clock);
        services.forEach(this::add);
    }

    private <A> void add(Web.Served<A> service) {
        for (Row<A, ?, ?> row : service.contract().rows()) {
            routes.add(row.verb().name(), row.path(), new Bound<>(row, service.api()));
        }
    }

    /** Answers; returns the template of the path for the log. */
    String serve(Visit visit) throws IOException, InterruptedException {
        Exchange exchange = visit.exchange();
        return switch (routes.find(exchange.verb(), exchange.path())) {
            case RouteTable.Nowhere<Bound<?, ?, ?>> nowhere -> {
                visit.answer(Errors.of(404, "not_found", "There is no such path. /api/openapi.json lists all."));
                yield "/api/?";
            }
            case RouteTable.WrongVerb<Bound<?, ?, ?>>(var verbs) -> {
                Errors error =
                        Errors.of(405, "wrong_method", "This path answers " + String.join(", ", verbs) + " only.");
                visit.answer(
                        error.status(),
                        List.of("Content-Type", "application/json", "Allow", String.join(", ", verbs)),
                        error.body(visit.request()));
                yield "/api/?";
            }
            case RouteTable.Here<Bound<?, ?, ?>>(Bound<?, ?, ?> bound, var values) -> {
                call(visit, bound, new Binder.Parts(values, exchange.query(), visit.cookies(), exchange::header));
                yield bound.row().path();
            }
        };
    }

    private <A, Q, R> void call(Visit visit, Bound<A, Q, R> bound, Binder.Parts parts)
            throws IOException, InterruptedException {
        Rules rules = bound.row().rules();
        Optional<String> bearer = visit.bearer();
        Optional<Errors> refused = refused(visit, bound.row(), bearer.isPresent());
        if (refused.isPresent()) {
            visit.answer(refused.get());
            return;
        }
        Optional<String> token =
                bearer.or(() -> Optional.ofNullable(parts.cookies().get(AuthApi.ACCESS_COOKIE)));
        Reply<Caller> caller = caller(visit, token, rules, bearer.isPresent()).then(who -> rightFirst(rules, who));
        if (!(caller instanceof Reply.Ok<Caller>(Caller who))) {
            visit.answer(Errors.of(caller).orElseThrow());
            return;
        }
        Deadline deadline = Deadline.after(clock, rules.patience());
        try (BodyBudget.Share share = budget.take(visit.exchange(), rules.bodyMax(), deadline)) {
            if (!share.granted()) {
                visit.answer(Errors.of(429, "busy", "Too many large uploads at once. Try again in a moment."));
                return;
            }
            byte[] body = visit.exchange().body(rules.bodyMax());
            Reply<Outcome<R>> reply =
                    binder.bind(bound.row(), parts, body).then(request -> reply(bound, who, request, deadline));
            answer(visit, reply, () -> stillKnown(visit, token));
        } catch (Exchange.BodyTooLargeException large) {
            visit.answer(Errors.of(413, "too_large", "The body is larger than " + rules.bodyMax() + " bytes."));
        }
    }

    /** A stream ends when the session or key that opened it does. */
    private boolean stillKnown(Visit visit, Optional<String> token) {
        return token.isEmpty() || auth.identify(visit.presented(token.get())) instanceof Reply.Ok<Caller>;
    }

    /** Who has no right hears that, not what its request lacks. The service checks again, for all its callers. */
    private static Reply<Caller> rightFirst(Rules rules, Caller who) {
        if (rules.least() == Caller.Role.NONE) {
            return Reply.ok(who);
        }
        return rules.inPerson()
                ? who.mayInPerson(rules.least(), () -> Reply.ok(who))
                : who.may(rules.least(), rules.scope(), () -> Reply.ok(who));
    }

    /** What the browser's rules forbid before anything else is looked at. */
    private static Optional<Errors> refused(Visit visit, Row<?, ?, ?> row, boolean bearer) {
        if (!row.verb().safe()) {
            if (!bearer && !visit.sameOrigin()) {
                return Optional.of(Errors.of(403, "cross_origin", "Another site may not do this in your name."));
            }
            String type = visit.exchange()
                    .header("Content-Type")
                    .orElse("")
                    .split(";", 2)[0]
                    .strip();
            boolean empty = visit.exchange().header("Transfer-Encoding").isEmpty()
                    && visit.exchange()
                            .header("Content-Length")
                            .filter(length -> !length.equals("0"))
                            .isEmpty();
            if (!empty && !row.rules().raw() && !type.equalsIgnoreCase("application/json")) {
                return Optional.of(Errors.of(415, "media_type", "Send the body as application/json."));
            }
            if (!empty && row.rules().raw() && type.startsWith("multipart/")) {
                return Optional.of(Errors.of(415, "media_type", "Send the file itself as the body, not as a form."));
            }
        }
        return Optional.empty();
    }

    private Reply<Caller> caller(Visit visit, Optional<String> token, Rules rules, boolean explicit) {
        Caller nobody = Caller.nobody(visit.address(), visit.request());
        if (token.isEmpty()) {
            return Reply.ok(nobody);
        }
        Reply<Caller> known = auth.identify(visit.presented(token.get()));
        // a stale cookie, or one without its proof, must not keep anybody from signing in again
        return known instanceof Reply.Denied<Caller> && rules.least() == Caller.Role.NONE && !explicit
                ? Reply.ok(nobody)
                : known;
    }

    private <A, Q, R> Reply<Outcome<R>> reply(Bound<A, Q, R> bound, Caller caller, Q request, Deadline deadline) {
        try {
            return switch (bound.row().action()) {
                case Row.Once<A, Q, R>(var call) ->
                    call.on(bound.api(), caller, request, deadline).map(Single::new);
                case Row.Stream<A, Q, R>(var call) ->
                    call.on(bound.api(), caller, request, deadline).map(Several::new);
                case Row.Lines<A, Q, R>(var call, String file) ->
                    call.on(bound.api(), caller, request, deadline).map(events -> begun(events, file));
            };
        } catch (DatabaseException failed) {
            return switch (failed.kind()) {
                case AWAY ->
                    new Reply.Unavailable<>(
                            "database",
                            "The database is not there right now. It is looked after; try again in a moment.");
                case FULL ->
                    new Reply.Busy<>(
                            Duration.ofSeconds(2), "The database cannot take more right now. Try again in a moment.");
                case NO_ROOM ->
                    new Reply.Busy<>(
                            Duration.ofSeconds(5),
                            "The disk of this node is full, so nothing new can be stored; what is there can be read,"
                                    + " and deleted while a last reserve lasts. Free some space, then try again.");
                case CONFLICT ->
                    new Reply.Busy<>(
                            Duration.ofSeconds(1), "Somebody else changed this at the same moment. Try again.");
                case DEFECT -> throw failed;
            };
        }
    }

    /** With its first line, so that a failure to read it is told as such and not by a file that breaks off. */
    private static <R> File<R> begun(Events<R> events, String name) {
        try {
            return new File<>(events, events.next(Sse.LOOK_EVERY), name);
        } catch (InterruptedException stop) {
            events.close();
            Thread.currentThread().interrupt();
            throw new DatabaseException(DatabaseException.Kind.AWAY, "interrupted while reading", stop);
        } catch (RuntimeException failed) {
            events.close();
            throw failed;
        }
    }

    private <R> void answer(Visit visit, Reply<Outcome<R>> reply, BooleanSupplier stillKnown)
            throws IOException, InterruptedException {
        if (!(reply instanceof Reply.Ok<Outcome<R>>(Outcome<R> outcome))) {
            visit.answer(Errors.of(reply).orElseThrow());
            return;
        }
        switch (outcome) {
            case Single<R>(R value) -> {
                List<SetsCookies.Cookie> cookies = value instanceof SetsCookies sets ? sets.cookies() : List.of();
                visit.answer(200, JSON, cookies, Json.write(value));
            }
            case Several<R>(Events<R> events) -> sse.write(visit, events, stillKnown);
            case File<R> file -> writeLines(visit, file, stillKnown);
        }
    }

    /** A file that is not whole must not look so: its stream is closed only when all of it is written. */
    private static void writeLines(Visit visit, File<?> file, BooleanSupplier stillKnown)
            throws IOException, InterruptedException {
        try (Events<?> events = file.events()) {
            OutputStream out = visit.stream(
                    200,
                    List.of(
                            "Content-Type", "application/x-ndjson",
                            "Cache-Control", "no-store",
                            "Content-Disposition", "attachment; filename=\"" + file.name() + "\""));
            for (Events.Next<?> next = file.first(); ; next = events.next(Sse.LOOK_EVERY)) {
                if (!stillKnown.getAsBoolean()) {
                    throw new IOException("whoever asked for the file may read no more of it");
                }
                switch (next) {
                    case Events.Item<?>(long id, Object value) -> {
                        Json.write(out, value);
                        out.write("\n".getBytes(StandardCharsets.US_ASCII));
                    }
                    case Events.Idle<?> idle -> out.flush();
                    case Events.End<?> end -> {
                        out.close();
                        return;
                    }
                }
            }
        }
    }

    private record Bound<A, Q, R>(Row<A, Q, R> row, A api) {}

    private sealed interface Outcome<R> {}

    private record Single<R>(R value) implements Outcome<R> {}

    private record Several<R>(Events<R> events) implements Outcome<R> {}

    private record File<R>(Events<R> events, Events.Next<R> first, String name) implements Outcome<R> {}
}
