package aurora.engine.remote;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.ground.http.client.HttpAnswer;
import aurora.ground.http.client.HttpCall;
import aurora.ground.http.client.HttpResult;
import aurora.ground.http.client.HttpTarget;
import aurora.ground.http.wire.HttpFailure;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** An engine's address: calls to it, and what its refusals mean. Thread-safe. */
public final class Remote implements AutoCloseable {
    /** The longest answer that is read whole: a list of models, or vectors. */
    public static final int ANSWER_MAX = 32 * 1024 * 1024;

    private static final int ERROR_MAX = 64 * 1024;
    private static final Duration ERROR_WAIT = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER_DEFAULT = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

    /**
     * A refusal says within this whether the engine takes the request; an engine that works first is given its
     * generation.
     */
    private static final Duration ACCEPT_WAIT = Duration.ofMillis(100);

    private final EngineFacts facts;
    private final HttpTarget target;
    private final Optional<String> key;
    private final Clock clock;
    private final EngineWords words;

    /**
     * An engine at {@code base}.
     *
     * @param key sent as a bearer token, when there is one
     */
    public Remote(EngineFacts facts, URI base, Optional<String> key, Clock clock) {
        this.facts = facts;
        this.target = HttpTarget.of(base, clock);
        this.key = key;
        this.clock = clock;
        this.words = new EngineWords(facts.name(), key);
    }

    /** What engine this is. */
    public EngineFacts facts() {
        return facts;
    }

    /** The clock that times it. */
    public Clock clock() {
        return clock;
    }

    /** What it said last in its own words. */
    public Optional<Engine.LastSaid> lastSaid() {
        return words.last();
    }

    /** Keeps what it {@code said} in mid-answer, and answers what everybody may hear of it. */
    String broke(String said) {
        words.keep(0, said, clock.now());
        return "The engine " + facts.name() + " " + EngineWords.kind(0, said) + ".";
    }

    /** A call with the key and, when {@code json}, the type of its body. */
    public HttpCall call(String verb, String path, boolean json) {
        HttpCall call = target.call(verb, path).with("user-agent", "aurora");
        if (json) {
            call = call.with("content-type", "application/json");
        }
        return key.isPresent() ? call.with("authorization", "Bearer " + key.get()) : call;
    }

    /** Sends {@code body} and reads the whole answer; {@code Ok} only for status 200. */
    public Reply<HttpResult> fetch(HttpCall call, EngineJson.Bytes body, Deadline deadline) {
        try (HttpAnswer answer = call.send(body.array(), body.size(), deadline)) {
            return whole(answer, deadline);
        } catch (HttpFailure e) {
            return failed(e);
        }
    }

    /** Asks without a body and reads the whole answer; {@code Ok} only for status 200. */
    public Reply<HttpResult> fetch(HttpCall call, Deadline deadline) {
        try (HttpAnswer answer = call.send(deadline)) {
            return whole(answer, deadline);
        } catch (HttpFailure e) {
            return failed(e);
        }
    }

    /**
     * Sends {@code body} and gives the answer to be read line by line. A refusal that comes at once is the reply;
     * later the reader of the lines asks {@link #refusal} when the head has come.
     *
     * @param model what the call is about: it is named when the engine is there and its answer is none
     */
    public Reply<HttpAnswer> open(HttpCall call, EngineJson.Bytes body, String model, Deadline deadline) {
        try {
            HttpAnswer answer = call.send(body.array(), body.size(), deadline);
            try {
                if (answer.awaitHead(deadline.within(ACCEPT_WAIT).remaining())) {
                    Optional<Reply<HttpAnswer>> refusal = refusal(answer);
                    if (refusal.isPresent()) {
                        return at(model, refusal.get());
                    }
                }
                return Reply.ok(answer);
            } catch (HttpFailure e) {
                answer.close();
                return opening(model, e);
            }
        } catch (HttpFailure e) {
            return opening(model, e);
        }
    }

    private Reply<HttpAnswer> opening(String model, HttpFailure failure) {
        return switch (failure.kind()) {
            case CUT, PROTOCOL -> at(model, failed(failure));
            case UNREACHABLE, FORBIDDEN, DEADLINE, CLOSED -> failed(failure);
        };
    }

    private Reply<HttpAnswer> at(String model, Reply<HttpAnswer> reply) {
        return reply instanceof Reply.Unavailable<HttpAnswer>(String _, String why)
                ? new Reply.Unavailable<>(facts.at(model), why)
                : reply;
    }

    /** What the head of {@code answer} says, other than that the work is done; the answer is closed then. */
    public <T> Optional<Reply<T>> refusal(HttpAnswer answer) throws HttpFailure {
        if (answer.status() == 200) {
            String type = answer.header("content-type").orElse("json");
            if (type.contains("json") || type.contains("event-stream")) {
                return Optional.empty();
            }
            answer.close();
            return Optional.of(new Reply.Unavailable<>(
                    facts.name(), "the address answers with a page of type " + EngineJson.brief(type)));
        }
        try (answer) {
            byte[] body = answer.readAll(ERROR_MAX, Deadline.after(clock, ERROR_WAIT));
            return Optional.of(refused(answer.status(), answer.header("retry-after"), body));
        }
    }

    /** What an HTTP failure means for the caller. */
    public <T> Reply<T> failed(HttpFailure failure) {
        String why = switch (failure.kind()) {
            case FORBIDDEN -> "its address is one that this node does not call";
            case UNREACHABLE -> EngineJson.brief(String.valueOf(failure.getMessage()));
            case CUT -> "it broke the connection before it answered";
            case PROTOCOL -> "it does not answer as an engine does: " + failure.getMessage();
            case DEADLINE -> "it did not answer in time";
            case CLOSED -> "the call was given up";
        };
        return new Reply.Unavailable<>(facts.name(), why);
    }

    /** The reply for an answer whose JSON is not what the protocol says. */
    public <T> Reply<T> unreadable() {
        return new Reply.Unavailable<>(
                facts.name(), "it does not answer as an engine does: its JSON is not what was expected");
    }

    private Reply<HttpResult> whole(HttpAnswer answer, Deadline deadline) throws HttpFailure {
        while (!answer.awaitHead(deadline.remaining())) {
            if (deadline.passed()) {
                return new Reply.Unavailable<>(facts.name(), "it did not answer in time");
            }
        }
        if (answer.status() != 200) {
            Optional<Reply<HttpResult>> refusal = refusal(answer);
            return refusal.orElseThrow();
        }
        return Reply.ok(answer.result(ANSWER_MAX, deadline));
    }

    private <T> Reply<T> refused(int status, Optional<String> retryAfter, byte[] body) {
        String said = EngineJson.errorText(body).orElse("");
        if (!said.isEmpty()) {
            words.keep(status, said, clock.now());
        }
        String kind = EngineWords.kind(status, said);
        String sentence = "The engine " + facts.name() + " " + kind + ".";
        return switch (status) {
            case 401, 403 ->
                new Reply.Unavailable<>(facts.name(), "it refuses the key" + (key.isPresent() ? "" : ": it wants one"));
            case 404 -> Reply.notFound(sentence);
            case 429, 503 -> new Reply.Busy<>(wait(retryAfter), sentence);
            default ->
                status >= 400 && status < 500 && status != 408
                        ? Reply.invalid("", sentence)
                        : new Reply.Unavailable<>(facts.name(), "it " + kind);
        };
    }

    /** Retry-After is seconds or a date (RFC 9110); unreadable is a second. */
    private Duration wait(Optional<String> retryAfter) {
        if (retryAfter.isEmpty()) {
            return RETRY_AFTER_DEFAULT;
        }
        String text = retryAfter.get();
        try {
            boolean seconds = text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty();
            Duration wait = seconds
                    ? Duration.ofSeconds(Integer.parseInt(text))
                    : Duration.between(clock.now(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wait;
        } catch (DateTimeException _) {
            return RETRY_AFTER_DEFAULT;
        }
    }

    @Override
    public void close() {
        target.close();
    }
}
