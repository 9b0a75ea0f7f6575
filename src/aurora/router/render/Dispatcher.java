package aurora.router.render;

import aurora.base.Clock;
import aurora.base.Reply;
import aurora.engine.Engine.Generation;
import aurora.engine.GenerateRequest;
import aurora.engine.Model.Purpose;
import aurora.engine.Part.Failure;
import aurora.ground.log.Log;
import aurora.router.RouterApi;
import aurora.router.RouterApi.Candidate;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Missed;
import aurora.router.RouterApi.Place;
import aurora.router.policy.Ask;
import aurora.router.policy.Desk;
import aurora.router.policy.Desk.Decided;
import aurora.router.policy.Option;
import aurora.router.policy.Ranking;
import aurora.router.policy.Ranking.Scored;
import aurora.router.policy.Reservation;
import aurora.router.policy.StandIn;
import aurora.router.policy.StandIn.Away;
import aurora.router.roster.EngineIndex.Spot;
import aurora.router.roster.EngineIndex.Wanted;
import aurora.router.roster.EngineRoster;
import aurora.router.roster.EngineSlot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds an engine that takes a request: constraints first, then the forecast, then asking. Thread-safe. */
final class Dispatcher {
    /** Engines asked for one request in one go. */
    static final int TRIES_MAX = 6;

    private static final Log LOG = Log.of("router");
    /** Who waits for an engine looks this often whether it is back. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final EngineRoster roster;
    private final Desk desk;
    private final Clock clock;

    Dispatcher(EngineRoster roster, Desk desk, Clock clock) {
        this.roster = roster;
        this.desk = desk;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Dispatch {}

    /** An engine has taken {@code sent}; {@code others}: another one could have. */
    record Taken(
            Spot spot, GenerateRequest sent, Generation generation, Reservation work, Decision decision, boolean others)
            implements Dispatch {}

    /** None has; {@code reply} is never {@code Ok}; {@code understood}: one understood the request and declined. */
    record None(Reply<RouterApi.Rendering> reply, boolean understood) implements Dispatch {}

    /** Which engines may be asked, and why others may not. {@code last}: none is well, these are asked all the same. */
    private record Field(List<Spot> open, List<Candidate> refused, boolean last) {}

    /** Finds an engine for the first words of an answer. */
    Dispatch first(Job job) {
        Wanted wanted = roster.find(job.asked());
        if (wanted.spots().stream().noneMatch(spot -> spot.slot().listing().ready())) {
            roster.lookAgain(job.deadline);
            wanted = roster.find(job.asked());
        }
        if (wanted.spots().isEmpty()) {
            return new None(nothingHas(job.asked()), false);
        }
        if (wanted.spots().stream().allMatch(spot -> spot.option().model().purpose() == Purpose.EMBEDDING)) {
            return new None(Reply.invalid("model", "This model makes vectors only; it cannot answer."), false);
        }
        return wanted.any() && hasGuide(wanted)
                ? rather(job, wanted)
                : ask(job, job.request, wanted, field(job, wanted, Optional.empty()));
    }

    private static boolean hasGuide(Wanted wanted) {
        return wanted.spots().stream().anyMatch(spot -> isGuide(spot.option()));
    }

    private static boolean isGuide(Option option) {
        return option.model().purpose() == Purpose.GUIDE;
    }

    /** Asks those that answer anything, waits a little for one that was well until lately, and then takes the guide. */
    private Dispatch rather(Job job, Wanted known) {
        Wanted wanted = known;
        while (true) {
            job.guideToo = wanted.spots().stream().allMatch(spot -> isGuide(spot.option()))
                    && unheard().isEmpty();
            Dispatch found = ask(job, job.request, wanted, field(job, wanted, Optional.empty()));
            if (job.guideToo || found instanceof Taken || (found instanceof None none && none.understood())) {
                return found;
            }
            List<Away> away = away(job, wanted);
            Duration waited = Duration.ofNanos(clock.nanos() - job.startedNanos);
            if (job.deadline.passed() || !StandIn.waits(away, waited, clock.now()) || !paused()) {
                job.guideToo = true;
                job.missed = StandIn.told(away);
                return ask(job, job.request, wanted, field(job, wanted, Optional.empty()));
            }
            wanted = roster.find(job.asked());
            job.tried.removeIf(place -> away.stream()
                    .anyMatch(it -> it.mayReturn() && it.missed().engine().equals(place.engine())));
        }
    }

    private List<Away> unheard() {
        return roster.slots().stream().flatMap(slot -> slot.unheard().stream()).toList();
    }

    /** The engines that could have answered anything; none when one of them is well. */
    private List<Away> away(Job job, Wanted wanted) {
        long now = clock.nanos();
        List<Away> away = new ArrayList<>(unheard());
        for (Spot spot : wanted.spots()) {
            if (spot.option().model().purpose() == Purpose.GENERAL) {
                spot.slot().away(spot.option().place().model(), job.at, now).ifPresent(away::add);
            }
        }
        return away;
    }

    /** Lets a moment pass and has the engines asked that are away; not when the thread is told to end. */
    private boolean paused() {
        try {
            clock.pause(LOOK_EVERY);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return false;
        }
        long lately = clock.nanos() - LOOK_EVERY.toNanos();
        for (EngineSlot slot : roster.slots()) {
            if (!slot.listing().ready() && !slot.askedSince(lately)) {
                roster.refreshSoon(slot);
            }
        }
        return true;
    }

    /** Finds another engine to go on with {@code request}, which was at {@code before}. */
    Dispatch again(Job job, GenerateRequest request, Spot before) {
        Wanted wanted = roster.find(job.asked());
        return ask(
                job,
                request,
                wanted,
                field(job, wanted, Optional.of(before.option().model().purpose())));
    }

    /** An engine failed in mid-answer: asks it again soon whether it is there. */
    void doubt(EngineSlot slot, Failure failure) {
        if (failure == Failure.CUT) {
            slot.broke();
        }
        roster.refreshSoon(slot);
    }

    private Field field(Job job, Wanted wanted, Optional<Purpose> same) {
        long now = clock.nanos();
        List<Spot> open = new ArrayList<>(wanted.spots().size());
        List<Spot> recovering = new ArrayList<>(0);
        List<Candidate> refused = new ArrayList<>(0);
        for (Spot spot : wanted.spots()) {
            Purpose purpose = spot.option().model().purpose();
            if (purpose == Purpose.EMBEDDING || (same.isPresent() && same.get() != purpose)) {
                continue;
            }
            Place place = spot.option().place();
            Optional<String> refusal = job.tried.contains(place)
                    ? Optional.of(job.faults.getOrDefault(place, "It was asked already."))
                    : spot.slot().refusal(place.model(), now).or(() -> job.givenUp(place));
            if (refusal.isEmpty()) {
                open.add(spot);
            } else {
                refused.add(new Candidate(place, Optional.empty(), refusal));
                boolean waits = spot.slot().health().busyFor(place.model(), now).isPositive();
                if (!job.tried.contains(place) && spot.slot().listing().ready() && !waits) {
                    recovering.add(spot);
                }
            }
        }
        return open.isEmpty() ? new Field(recovering, refused, true) : new Field(open, refused, false);
    }

    private Dispatch ask(Job job, GenerateRequest request, Wanted wanted, Field field) {
        long now = clock.nanos();
        Ask ask = job.ask(request, wanted.any());
        List<Option> options = field.open.stream().map(Spot::option).toList();
        Decided decided = desk.decide(ask, options, now);
        List<Scored> scored = decided.ranking().scored();
        Refusals refusals = new Refusals();
        for (int i = 0; i < scored.size(); i++) {
            Scored choice = scored.get(i);
            Spot spot = field.open.get(choice.index());
            Reservation work = i == 0 ? decided.best().getFirst() : null;
            boolean skip = i >= TRIES_MAX
                    || job.deadline.passed()
                    || (choice.group() == 2 && (refusals.anyTook() || !job.guideToo))
                    || !spot.slot().health().enter(choice.option().place().model(), now, field.last);
            if (skip) {
                if (work != null) {
                    desk.abandoned(work, false, now);
                }
                continue;
            }
            work = work != null ? work : desk.reserve(ask, choice, clock.nanos());
            boolean whole =
                    request.whole() && (spot.slot().countsOnlyWhole() || Patience.canWaitForAll(choice.forecast()));
            GenerateRequest sent = request.to(choice.option().place().model(), whole);
            Reply<Generation> reply = generate(spot, sent, job);
            job.tried.add(choice.option().place());
            if (reply instanceof Reply.Ok<Generation>(Generation generation)) {
                Decision decision = decision(job, choice, decided.ranking(), field);
                return new Taken(spot, sent, generation, work, decision, scored.size() > i + 1);
            }
            desk.abandoned(work, false, clock.nanos());
            job.faults.put(choice.option().place(), refusals.add(spot, reply));
            follow(spot, reply);
        }
        return new None(
                refusals.reply(job.asked(), decided.ranking().refused(), field.refused, busyWait(wanted)),
                refusals.anyTook());
    }

    private Reply<Generation> generate(Spot spot, GenerateRequest request, Job job) {
        try {
            return spot.slot().engine().generate(request, job.deadline);
        } catch (RuntimeException defect) {
            LOG.error("router.engine_defect", defect, "engine", spot.slot().name());
            return new Reply.Unavailable<>(
                    spot.slot().engine().facts().at(request.model()), "its client failed; the log says why");
        }
    }

    /** What a refusal tells about the engine or the model. */
    private void follow(Spot spot, Reply<Generation> reply) {
        if (Blame.refused(spot, reply, clock.nanos())) {
            roster.refreshSoon(spot.slot());
        }
    }

    private long busyWait(Wanted wanted) {
        long now = clock.nanos();
        return wanted.spots().stream()
                .mapToLong(spot -> spot.slot()
                        .health()
                        .busyFor(spot.option().place().model(), now)
                        .toNanos())
                .filter(wait -> wait > 0)
                .min()
                .orElse(0);
    }

    private Decision decision(Job job, Scored chosen, Ranking ranking, Field field) {
        List<Candidate> candidates = new ArrayList<>(ranking.scored().size() + field.refused.size());
        List<Candidate> last = new ArrayList<>(0);
        for (Scored it : ranking.scored()) {
            Place place = it.option().place();
            Optional<String> fault = Optional.ofNullable(job.faults.get(place));
            (fault.isPresent() ? last : candidates).add(new Candidate(place, Optional.of(it.forecast()), fault));
        }
        candidates.addAll(last);
        candidates.addAll(ranking.refused());
        for (Candidate refused : field.refused) {
            if (candidates.stream().noneMatch(it -> it.place().equals(refused.place()))) {
                candidates.add(refused);
            }
        }
        Optional<Missed> missed = isGuide(chosen.option()) ? job.missed : Optional.empty();
        String why = missed.map(away -> instead(away, job.at)).orElseGet(() -> why(chosen, ranking, !last.isEmpty()));
        return new Decision(
                job.id,
                job.at,
                job.caller.user(),
                job.asked(),
                chosen.option().place(),
                why,
                candidates,
                Optional.empty(),
                missed);
    }

    /** An engine that is there, and failed a moment ago, is away only since it was wanted. */
    private static String instead(Missed missed, Instant asked) {
        long minutes = Duration.between(missed.since(), asked).toMinutes();
        String away = !missed.since().isBefore(asked)
                ? " failed a moment ago and is left alone for a moment"
                : " has not answered for "
                        + (minutes < 1 ? "some seconds" : minutes == 1 ? "a minute" : minutes + " minutes");
        return "The engine " + missed.engine() + away + "; the guide, which only knows Aurora, stands in for it.";
    }

    private static String why(Scored chosen, Ranking ranking, boolean others) {
        double millis = chosen.forecast().p50();
        String forecast = millis < 1000 ? Math.round(millis) + " ms" : Math.round(millis / 100) / 10.0 + " s";
        if (others) {
            return "Others did not take it; forecast " + forecast + ".";
        }
        if (ranking.scored().size() == 1) {
            return "The only one that can render it; forecast " + forecast + ".";
        }
        boolean measured = chosen.score() == chosen.forecast().p50();
        boolean largest = chosen.group() < ranking.scored().getLast().group();
        String model = chosen.option().place().model();
        long places = ranking.scored().stream()
                .filter(scored -> scored.option().place().model().equals(model))
                .count();
        String best = "The best model that answers soon" + (places > 1 ? ", where it ends first of " + places : "");
        return (largest ? best : "It ends first of " + ranking.scored().size()) + "; forecast " + forecast
                + (measured ? "." : "; it is tried because it has hardly been measured.");
    }

    private static Reply<RouterApi.Rendering> nothingHas(String asked) {
        return Reply.notFound(
                asked.equals(RouterApi.AUTO)
                        ? "This node has no model yet: add an engine, or pull a model to the one that is there."
                        : "No engine of this node has the model \"" + shortened(asked) + "\".");
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    /** How engines refused one request, for the one answer that the asker gets. */
    private static final class Refusals {
        private Optional<Reply.Busy<Generation>> busy = Optional.empty();
        private Optional<Reply.Invalid<Generation>> invalid = Optional.empty();
        private final List<String> away = new ArrayList<>(0);

        /** Whether an engine understood the request, so that the guide is no stand-in for it. */
        boolean anyTook() {
            return busy.isPresent() || invalid.isPresent();
        }

        /** Counts {@code reply}, and answers what to say of that engine in the decision. */
        String add(Spot spot, Reply<Generation> reply) {
            return switch (reply) {
                case Reply.Ok<Generation> _ -> "";
                case Reply.Busy<Generation> it -> {
                    boolean sooner = busy.isEmpty()
                            || it.retryAfter().compareTo(busy.get().retryAfter()) < 0;
                    busy = sooner ? Optional.of(it) : busy;
                    yield "It is busy: " + it.why();
                }
                case Reply.Invalid<Generation> it -> {
                    invalid = Optional.of(it);
                    yield "It refuses the request: " + it.why();
                }
                case Reply.NotFound<Generation> it -> told(spot, it.what());
                case Reply.Denied<Generation> it -> told(spot, it.why());
                case Reply.Unavailable<Generation> it ->
                    told(spot, Blame.model(spot, reply) ? Blame.words(spot, it.why()) : it.why());
            };
        }

        private String told(Spot spot, String why) {
            away.add(spot.slot().name() + ": " + why);
            return why;
        }

        Reply<RouterApi.Rendering> reply(
                String asked, List<Candidate> small, List<Candidate> refused, long busyWaitNanos) {
            if (busy.isPresent()) {
                return new Reply.Busy<>(busy.get().retryAfter(), busy.get().why());
            }
            if (invalid.isPresent()) {
                return Reply.invalid(invalid.get().field(), invalid.get().why());
            }
            if (busyWaitNanos > 0) {
                return new Reply.Busy<>(Duration.ofNanos(busyWaitNanos), "The engine is busy; try again in a moment.");
            }
            if (away.isEmpty() && refused.isEmpty() && !small.isEmpty()) {
                return Reply.invalid("messages", small.getFirst().refused().orElse("The prompt is too long."));
            }
            String reasons = away.isEmpty()
                    ? refused.stream()
                            .limit(3)
                            .map(it -> it.place().engine() + ": " + it.refused().orElse(""))
                            .collect(Collectors.joining(" "))
                    : String.join("; ", away);
            return new Reply.Unavailable<>(shortened(asked), "No engine can take the request now. " + reasons);
        }
    }
}
