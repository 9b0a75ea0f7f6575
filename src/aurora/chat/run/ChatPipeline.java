package aurora.chat.run;

import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.chat.ChatApi.Author;
import aurora.chat.ChatConfig;
import aurora.chat.run.ChatTurns.Event;
import aurora.chat.run.Run.Asker;
import aurora.chat.store.ChatStore;
import aurora.chat.store.ChatStore.Said;
import aurora.chat.store.Note;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Message.Role;
import aurora.engine.Part;
import aurora.engine.Sampling;
import aurora.ground.log.Log;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Nothing;
import aurora.router.RouterApi;
import aurora.router.RouterApi.Candidate;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Forecast;
import aurora.router.RouterApi.Place;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way of a turn, from the message on disk to the answer on disk: {@link #steps}, in this order. Thread-safe; each
 * run walks it on a thread of its own.
 */
final class ChatPipeline {
    private static final Log LOG = Log.of("chat");
    private static final Duration MODELS_WAIT = Duration.ofSeconds(5);
    private static final double LONG_QUEUE_MILLIS = 2_000;
    private static final Duration PART_WAIT = Duration.ofSeconds(5);
    /** How long an answer waits for engines that are busy, how soon it asks again at least, and looks for its end. */
    private static final Duration BUSY_PATIENCE = Duration.ofSeconds(30);

    private static final Duration BUSY_AGAIN = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration STORE_AGAIN = Duration.ofMillis(500);

    /** How long the end of an answer waits for a disk that is full or a database that is away. */
    private static final Duration STORE_PATIENCE = Duration.ofMinutes(2);

    private final RouterApi router;
    private final ChatStore store;
    private final ChatConfig config;
    private final Clock clock;

    /**
     * The steps of a turn. A step may end the run; then only the steps that are {@code always} still happen. What
     * checks, recalls or writes prompts goes between these.
     */
    private final List<Step> steps = List.of(
            new Step("history", false, this::readHistory),
            new Step("context", false, this::fitContext),
            new Step("render", false, this::render),
            new Step("store", true, this::storeEnd));

    ChatPipeline(Launcher.Parts parts) {
        this.router = parts.router();
        this.store = parts.home().store();
        this.config = parts.config();
        this.clock = parts.home().clock();
    }

    private record Step(String name, boolean always, Work work) {}

    private interface Work {
        void on(Draft draft) throws InterruptedException;
    }

    /** What the steps hand on to each other. One thread. */
    private static final class Draft {
        private final Run run;
        private final Note answer;
        private final String model;
        private final Caller caller;
        private int contextTokens;
        private List<Said> history = List.of();
        private List<Message> prompt = List.of();

        Draft(Run run) {
            this.run = run;
            this.answer = run.begun();
            this.model = answer.model().orElse(RouterApi.AUTO);
            this.caller = renderer(run.asker());
        }
    }

    /** Rendering needs the right to use models and no other; the user's right to chat was checked at the door. */
    private static Caller renderer(Asker asker) {
        return new Caller(
                Caller.Kind.KEY,
                asker.user(),
                asker.name(),
                Caller.Role.MEMBER,
                Set.of(Caller.Scope.MODELS),
                "",
                "",
                asker.request());
    }

    /** Walks all steps for {@code run}; at the end it is over and, unless the disk stays away, stored. */
    void walk(Run run) {
        Draft draft = new Draft(run);
        for (Step step : steps) {
            if (!step.always() && run.isOver()) {
                continue;
            }
            try {
                step.work().on(draft);
            } catch (InterruptedException end) {
                run.on(new Event.Interrupted());
            } catch (DatabaseException away) {
                LOG.warn(
                        "run.step.failed",
                        "run",
                        run.id(),
                        "step",
                        step.name(),
                        "kind",
                        away.kind().name());
                run.on(new Event.Broke("database", "The node's database did not answer. Try again in a moment."));
            } catch (RuntimeException defect) {
                LOG.error("run.step.failed", defect, "run", run.id(), "step", step.name());
                run.on(new Event.Broke(
                        "defect",
                        "Something in Aurora went wrong (run " + run.id() + " in the node's log). Try again."));
            }
        }
    }

    private void readHistory(Draft draft) {
        draft.contextTokens = contextTokens(draft);
        draft.history = draft.answer
                .parent()
                .map(parent -> store.path(draft.run.conversation(), parent, 4L * draft.contextTokens))
                .orElse(List.of());
    }

    /** What the model can read; of {@code auto}, what the smallest that may be meant can. */
    private int contextTokens(Draft draft) {
        Reply<RouterApi.Models> models =
                router.models(draft.caller, Nothing.NOTHING, Deadline.after(clock, MODELS_WAIT));
        return models instanceof Reply.Ok<RouterApi.Models>(RouterApi.Models known)
                ? PromptFit.contextTokens(known.models(), draft.model).orElse(config.contextTokens())
                : config.contextTokens();
    }

    private void fitContext(Draft draft) {
        List<Message> said = new ArrayList<>();
        for (Said one : draft.history) {
            said.add(Message.of(one.author() == Author.PERSON ? Role.USER : Role.ASSISTANT, one.text()));
        }
        if (!draft.answer.text().isBlank()) {
            said.add(Message.of(Role.ASSISTANT, draft.answer.text()));
        }
        boolean isCut = !draft.history.isEmpty() && draft.history.getFirst().more();
        PromptFit.Fitted fitted = PromptFit.fit(said, isCut, draft.contextTokens);
        draft.prompt = fitted.messages();
        if (fitted.note().isPresent()) {
            draft.run.on(new Event.Noted("context", fitted.note().get()));
        }
    }

    private void render(Draft draft) throws InterruptedException {
        if (draft.prompt.isEmpty()) {
            draft.run.on(new Event.Broke("nothing", "There is no message to answer. Write one."));
            return;
        }
        draft.run.on(new Event.Noted("waiting", "Waiting for an engine."));
        GenerateRequest request = new GenerateRequest(
                draft.model,
                draft.prompt,
                Sampling.DEFAULT,
                draft.prompt.getLast().role() == Role.ASSISTANT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        switch (asked(draft, request)) {
            case Reply.Ok<Rendering>(Rendering rendering) -> {
                try (rendering) {
                    draft.run.renders(rendering);
                    draft.run.on(new Event.Routed(rendering.decision()));
                    draft.run.on(doing(rendering.decision()));
                    pump(rendering, draft.run);
                }
            }
            case Reply.Denied<Rendering>(boolean signIn, String why) -> broke(draft, "denied", why);
            case Reply.NotFound<Rendering>(String what) ->
                broke(
                        draft,
                        "model_missing",
                        "No engine here has the model \"" + draft.model
                                + "\". Choose another model, or add an engine that has it.");
            case Reply.Invalid<Rendering>(String field, String why) ->
                broke(draft, "refused", sentence(why) + " Shorten the message or choose another model.");
            case Reply.Busy<Rendering>(Duration after, String why) ->
                broke(draft, "busy", sentence(why) + " Your message is kept; try again in a moment.");
            case Reply.Unavailable<Rendering>(String who, String why) ->
                broke(
                        draft,
                        "unavailable",
                        sentence(why) + " Your message is kept; try again when an engine is ready.");
        }
    }

    /**
     * Asks the router, and again while the engines are busy, as soon as they say: a person waits rather than to press a
     * button. Not for long, and not once the run is over.
     */
    private Reply<Rendering> asked(Draft draft, GenerateRequest request) throws InterruptedException {
        Deadline patience = Deadline.after(clock, BUSY_PATIENCE);
        while (true) {
            Reply<Rendering> reply = router.render(draft.caller, request, Deadline.after(clock, config.runMax()));
            if (!(reply instanceof Reply.Busy<Rendering>(Duration after, String why))) {
                return reply;
            }
            Duration wait = after.compareTo(BUSY_AGAIN) > 0 ? after : BUSY_AGAIN;
            if (wait.compareTo(patience.remaining()) > 0) {
                return reply;
            }
            draft.run.on(new Event.Noted("busy", sentence(why) + " It is asked again in a moment."));
            Deadline again = Deadline.after(clock, wait);
            while (!again.passed()) {
                if (draft.run.isOver()) {
                    return reply;
                }
                clock.pause(LOOK_EVERY);
            }
        }
    }

    /** What the chosen engine is at until the first word comes. */
    private static Event doing(Decision decision) {
        Place at = decision.chosen();
        String who = at.model() + " on " + at.engine();
        Optional<Forecast> forecast = decision.candidates().stream()
                .filter(candidate -> candidate.place().equals(at))
                .findFirst()
                .flatMap(Candidate::forecast);
        if (forecast.filter(it -> it.load() > 0).isPresent()) {
            return new Event.Noted("loading", at.engine() + " is loading " + at.model() + ".");
        }
        return forecast.filter(it -> it.queue() > LONG_QUEUE_MILLIS).isPresent()
                ? new Event.Noted("queued", who + " is busy with other answers; this one waits for its turn.")
                : new Event.Noted("reading", who + " is reading the question.");
    }

    /** An engine's reason may end anyhow. */
    private static String sentence(String why) {
        String end = why.strip();
        return end.isEmpty() || ".!?".indexOf(end.charAt(end.length() - 1)) >= 0 ? end : end + ".";
    }

    private static void broke(Draft draft, String code, String why) {
        draft.run.on(new Event.Broke(code, why));
    }

    private static void pump(Rendering rendering, Run run) throws InterruptedException {
        while (!run.isOver()) {
            switch (rendering.next(PART_WAIT)) {
                case Events.Item<Rendered>(long id, Rendered rendered) -> run.on(event(rendered, run));
                case Events.Idle<Rendered>() -> {}
                case Events.End<Rendered>() ->
                    run.on(new Event.Broke(
                            "protocol", "The answer ended without its end. Continue it to get the rest."));
            }
        }
    }

    private static Event event(Rendered rendered, Run run) {
        return switch (rendered) {
            case Rendered.Piece(Part.Text(String text)) -> new Event.Words(text);
            case Rendered.Piece(Part.Thinking(String text)) -> new Event.Thought(text);
            case Rendered.Piece(Part.ToolCalls(String json)) ->
                new Event.Noted("tools", "The model asked for a tool; chat has none.");
            case Rendered.Piece(Part.Done done) -> unexpected();
            case Rendered.Piece(Part.Failed failed) -> unexpected();
            case Rendered.Moved(var from, var to, int characters, String why) -> new Event.Moved(from, to, why);
            case Rendered.Done(Part.Finish finish, RouterApi.Figures figures) -> new Event.Completed(finish, figures);
            case Rendered.Failed(Part.Failure failure, String why) ->
                new Event.Broke(code(failure), explained(failure, why, run.hasWords()));
        };
    }

    private static Event unexpected() {
        return new Event.Broke("protocol", "The router broke its protocol. Continue the answer to get the rest.");
    }

    private static String code(Part.Failure failure) {
        return switch (failure) {
            case CUT -> "cut";
            case HUNG -> "hung";
            case PROTOCOL -> "protocol";
            case BUSY -> "busy";
            case REPORTED -> "reported";
            case DEADLINE -> "deadline";
        };
    }

    private static String explained(Part.Failure failure, String why, boolean words) {
        String what = switch (failure) {
            case CUT -> words ? "The connection to the engine broke." : "The engine ended without an answer.";
            case HUNG -> words ? "The engine stopped answering." : "The engine did not answer.";
            case PROTOCOL -> "The engine answered in a way that is not its protocol.";
            case BUSY -> "The engine is busy.";
            case REPORTED -> why.isBlank() ? "The engine reported an error." : sentence(why);
            case DEADLINE -> "The answer took longer than it may.";
        };
        boolean said = failure == Part.Failure.REPORTED || (failure == Part.Failure.CUT && !words);
        String detail = why.isBlank() || said ? "" : " (" + why.strip() + ")";
        return what
                + detail
                + (words
                        ? " What was written is kept; continue it to get the rest, or choose another model."
                        : " Your message is kept; try again, or choose another model.");
    }

    /** Puts the end on disk, and goes on trying while the disk is full or the database away. */
    private void storeEnd(Draft draft) {
        Deadline patience = Deadline.after(clock, STORE_PATIENCE);
        while (!isStored(draft.run)) {
            if (patience.passed() || !hasPaused()) {
                draft.run.abandon(
                        "not_stored",
                        "The end of the answer could not be stored: the node's database does not take it."
                                + " Free some disk, then continue the answer.");
                return;
            }
        }
    }

    private static boolean isStored(Run run) {
        try {
            run.finish();
            return true;
        } catch (DatabaseException away) {
            LOG.warn("run.end.unstored", "run", run.id(), "kind", away.kind().name());
            return false;
        }
    }

    private boolean hasPaused() {
        try {
            clock.pause(STORE_AGAIN);
            return true;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
