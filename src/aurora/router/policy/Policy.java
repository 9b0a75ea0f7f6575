package aurora.router.policy;

import aurora.engine.EngineFacts;
import aurora.engine.Model.Purpose;
import aurora.engine.Usage;
import aurora.router.RouterApi.Candidate;
import aurora.router.RouterApi.Forecast;
import aurora.router.RouterApi.Place;
import aurora.router.policy.Ranking.Scored;
import aurora.router.policy.Reservation.Need;
import aurora.router.policy.learning.Estimate;
import aurora.router.policy.learning.Learned;
import aurora.router.policy.learning.Lengths;
import aurora.router.policy.learning.Speed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Forecasts {@code network + queue + load + prefill + decode} for every option and ranks them by it. Learns speeds
 * and lengths from finished answers, and knows the work in flight by its reservations. No I/O, no clock: the time is
 * an argument, in nanoseconds of one monotonic timer. Options may lie on any node.
 *
 * <p>Not thread-safe: one owner at a time; {@link Reservation#emitted} alone is free.
 */
public final class Policy {
    /** Places, engines and models remembered; the longest unused are forgotten. */
    static final int REMEMBERED_MAX = 1_000;

    /** Forecasts this near the best are ties... */
    private static final double TIE = 1.03;
    /** ...and the last winner is one up to here, so that noise does not make answers flap. */
    private static final double STAY = 1.05;

    /** A larger model is worth waiting for up to here, when any will do. */
    private static final double PATIENCE_MILLIS = 20_000;
    /** A model whose size is not told is taken as this large when models are compared. */
    private static final long UNTOLD_BYTES = 8L << 30;
    /** Estimates of the prompt's tokens may be this much too high before a context counts as too small. */
    private static final double CONTEXT_SLACK = 1.1;

    private static final double WARM_LOAD_MILLIS = 100;
    private static final int CUT_TOKENS_MIN = 16;

    private final Map<Place, Speed> speeds = remembering();
    private final Map<Where, EngineLoad> engines = remembering();
    private final Map<String, Lengths> models = remembering();
    private final Map<String, Place> winners = remembering();
    private final double[] ends = EngineLoad.room();

    /** A policy that knows nothing yet. */
    public Policy() {}

    /** Ranks {@code options}, best first; those that cannot hold the request are refused. */
    public Ranking decide(Ask ask, List<Option> options, long nowNanos) {
        List<Scored> scored = new ArrayList<>(options.size());
        List<Candidate> refused = new ArrayList<>(0);
        for (int i = 0; i < options.size(); i++) {
            Option option = options.get(i);
            Need need = need(ask, option);
            int context = option.model().contextMax();
            if (context > 0 && need.promptTokens() > CONTEXT_SLACK * context) {
                refused.add(new Candidate(
                        option.place(),
                        Optional.empty(),
                        Optional.of("The prompt has about " + Math.round(need.promptTokens())
                                + " tokens, and its context holds " + context + ".")));
            } else {
                scored.add(score(option, i, need, nowNanos));
            }
        }
        if (ask.any()) {
            group(ask, scored);
        }
        scored.sort(Scored.ORDER);
        String key = ask.any()
                ? ""
                : options.isEmpty() ? "" : options.getFirst().place().model();
        settleTie(ask, key, scored);
        return new Ranking(List.copyOf(scored), List.copyOf(refused));
    }

    /** Counts the request as work at {@code choice} from now on. */
    public Reservation reserve(Ask ask, Scored choice, long nowNanos) {
        Option option = choice.option();
        EngineLoad engine = engine(option);
        engine.area(engine.slots(option), nowNanos);
        Reservation made =
                new Reservation(option, speed(option), engine, need(ask, option), choice.forecast(), nowNanos);
        engine.inFlight.add(made);
        winners.put(ask.any() ? "" : option.place().model(), option.place());
        return made;
    }

    /** The first part has come: the model is loaded and the prompt is read. */
    public void started(Reservation work, long nowNanos) {
        if (!work.started && !work.released) {
            work.started = true;
            work.startedNanos = nowNanos;
            work.areaAtStart = work.engine.area(work.engine.slots(work.option), nowNanos);
            work.speed.used(nowNanos);
            work.engine.began(work, nowNanos);
        }
    }

    /**
     * The answer is complete: gives the reservation back and learns.
     *
     * @param limited whether the answer ended because of {@link Ask#maxTokens}
     */
    public void completed(Reservation work, Usage usage, boolean limited, long nowNanos) {
        if (work.released) {
            return;
        }
        double batch = batch(work, nowNanos);
        give(work, nowNanos);
        Speed speed = work.speed;
        learnLengths(work, usage, limited);
        if (usage.outputTokens() > 1 && !usage.decode().isZero()) {
            double gap = usage.decode().toNanos() / 1e6 / usage.outputTokens();
            speed.decode().learn(gap, Math.log(batch), 1.0 / usage.outputTokens(), nowNanos);
        }
        double loadMillis = usage.load().toNanos() / 1e6;
        double megabytes = work.option.model().sizeBytes() / 1e6;
        if (work.forecast.load() > 0 && loadMillis > WARM_LOAD_MILLIS && megabytes > 0) {
            work.engine.load.learn(loadMillis / megabytes, 0, 0, nowNanos);
        }
        boolean alone = work.forecast.queue() < 1 && work.forecast.load() == 0;
        if (usage.exact()) {
            speed.learnPrefill(work.ask.hash(), usage, nowNanos);
        } else if (alone && !usage.prefill().isZero()) {
            speed.learnPrefill(usage.prefill().toNanos() / 1e6, (int) Math.max(1, work.promptTokens), nowNanos);
        }
        speed.remember(work.ask.hash(), usage.promptTokens() + usage.outputTokens());
        speed.answered((nowNanos - work.dispatchedNanos) / 1e6 > work.forecast.p90());
    }

    /** The request is over without being complete: gives the reservation back. */
    public void abandoned(Reservation work, boolean engineWell, long nowNanos) {
        if (work.released) {
            return;
        }
        double batch = batch(work, nowNanos);
        give(work, nowNanos);
        if (engineWell && work.started && work.emitted() >= CUT_TOKENS_MIN) {
            double gap = (nowNanos - work.startedNanos) / 1e6 / (work.emitted() - 1);
            work.speed.decode().learn(gap, Math.log(batch), 0.05, nowNanos);
        }
    }

    /** Learns how long a round trip to the engine of {@code option} takes. */
    public void roundTrip(Option option, double millis, long nowNanos) {
        engine(option).network.learn(millis, 0, 0.1, nowNanos);
    }

    /** Requests in flight at an engine. */
    public int inFlight(String node, String engine) {
        EngineLoad load = engines.get(new Where(node, engine));
        return load == null ? 0 : load.inFlight.size();
    }

    /**
     * Milliseconds without a part after which the engine of a running answer has to be taken as hung, were it alone:
     * several times the gap between tokens that is expected at this load, and a batch of others' prompt.
     */
    public double silenceMillis(Reservation work, long nowNanos) {
        int batch = Math.max(1, Math.min(work.engine.slots(work.option), work.engine.inFlight.size()));
        double gap = work.speed.decode().at(Math.log(batch), nowNanos);
        double prefills = 0;
        for (Reservation other : work.engine.inFlight) {
            if (!other.started && other != work) {
                prefills = Math.max(prefills, Math.min(30_000, other.forecast.load() + other.forecast.prefill()));
            }
        }
        return 10 * gap + 2 * prefills;
    }

    /** What was learnt, for keeping over a restart. */
    public Learned learned() {
        List<Learned.OfPlace> places = new ArrayList<>();
        speeds.forEach((place, speed) -> {
            if (speed.answers() > 0) {
                places.add(speed.saved(place));
            }
        });
        List<Learned.OfEngine> ofEngines = new ArrayList<>();
        engines.forEach((where, load) -> ofEngines.add(load.saved(where.node, where.engine)));
        List<Learned.OfModel> ofModels = new ArrayList<>();
        models.forEach((name, lengths) -> ofModels.add(new Learned.OfModel(
                name, lengths.output().saved(), lengths.tokensPerChar().saved())));
        return new Learned(places, ofEngines, ofModels);
    }

    /** Goes on from what was learnt before a restart; what is not sound is left out. */
    public void restore(Learned learned) {
        Estimate mean = Estimate.ofMean(1, 1, 1);
        for (Learned.OfPlace it : learned.places()) {
            Speed.restored(it).ifPresent(speed -> speeds.put(it.place(), speed));
        }
        for (Learned.OfEngine it : learned.engines()) {
            EngineLoad.restored(it).ifPresent(load -> engines.put(new Where(it.node(), it.engine()), load));
        }
        for (Learned.OfModel it : learned.models()) {
            if (it.output().sound() && it.tokensPerChar().sound()) {
                models.put(it.model(), new Lengths(mean.restored(it.output()), mean.restored(it.tokensPerChar())));
            }
        }
    }

    private Scored score(Option option, int index, Need need, long nowNanos) {
        Speed speed = speed(option);
        EngineLoad engine = engine(option);
        int slots = engine.slots(option);
        double network = engine.network.at(0, nowNanos);
        double queue = engine.rollForward(ends, slots, nowNanos);
        double load = loadMillis(option, speed, engine, nowNanos);
        double uncached = need.promptTokens() - speed.cachedTokens(need.ask().hash(), need.promptTokens());
        double prefill = (uncached + Speed.FIXED_TOKENS) * speed.prefill().at(0, nowNanos);
        double decode = EngineLoad.decodeMillis(
                ends,
                slots,
                queue + load + prefill,
                need.outputTokens(),
                batch -> speed.decode().at(Math.log(batch), nowNanos));
        double p50 = network + queue + load + prefill + decode;
        double variance = square(network * engine.network.spread(0))
                + square(queue * 0.5)
                + square(load * engine.load.spread(0))
                + square(prefill * speed.prefill().spread(0))
                + square(decode) * (square(speed.decode().spread(0)) + square(need.outputSigma()));
        double p90 = p50 * Math.exp(Math.min(4, speed.quantile() * Math.sqrt(variance) / p50));
        // One request at a time finds out how fast an engine is that has never been measured.
        boolean probe = speed.answers() == 0 && engine.inFlight.isEmpty();
        double score = probe ? p50 * Math.exp(-speed.decode().sigma(0)) : p50;
        Forecast forecast = new Forecast(network, queue, load, prefill, decode, p50, p90, speed.answers());
        return new Scored(option, index, forecast, score, 0);
    }

    private static double loadMillis(Option option, Speed speed, EngineLoad engine, long nowNanos) {
        boolean resident = option.model().loaded()
                || option.kind() == EngineFacts.Kind.OPENAI
                || speed.usedSince(option.listedNanos());
        if (resident) {
            return 0;
        }
        double underWay = engine.loadingMillis(option, nowNanos);
        if (underWay >= 0) {
            return underWay;
        }
        double megabytes = option.model().sizeBytes() > 0 ? option.model().sizeBytes() / 1e6 : 4_000;
        return 20 + megabytes * engine.load.at(0, nowNanos);
    }

    private void group(Ask ask, List<Scored> scored) {
        String best = "";
        double bestSize = -1;
        double bestScore = Double.POSITIVE_INFINITY;
        boolean bestSoon = false;
        for (Scored it : scored) {
            if (it.option().model().purpose() != Purpose.GENERAL) {
                continue;
            }
            String name = it.option().place().model();
            if (name.equals(ask.prefer())) {
                best = name;
                break;
            }
            boolean soon = it.forecast().p50() <= PATIENCE_MILLIS;
            double size = soon ? sizeOf(it.option()) : 0;
            boolean better = soon != bestSoon ? soon : size != bestSize ? size > bestSize : it.score() < bestScore;
            if (better) {
                best = name;
                bestSize = size;
                bestScore = it.score();
                bestSoon = soon;
            }
        }
        for (int i = 0; i < scored.size(); i++) {
            Scored it = scored.get(i);
            boolean general = it.option().model().purpose() == Purpose.GENERAL;
            int group = !general ? 2 : it.option().place().model().equals(best) ? 0 : 1;
            scored.set(i, it.in(group));
        }
    }

    private static double sizeOf(Option option) {
        return option.model().sizeBytes() > 0 ? option.model().sizeBytes() : UNTOLD_BYTES;
    }

    private void settleTie(Ask ask, String key, List<Scored> scored) {
        if (scored.size() < 2) {
            return;
        }
        Scored best = scored.getFirst();
        Place last = winners.get(key);
        int chosen = 0;
        long highest = 0;
        for (int i = 0; i < scored.size(); i++) {
            Scored it = scored.get(i);
            double limit = best.score() * (it.option().place().equals(last) ? STAY : TIE);
            if (it.group() != best.group() || it.score() > best.score() * STAY) {
                break;
            }
            long draw = mix(ask.hash() ^ it.option().place().hashCode());
            if (it.score() <= limit && (i == 0 || draw > highest)) {
                chosen = i;
                highest = draw;
            }
        }
        scored.addFirst(scored.remove(chosen));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private Need need(Ask ask, Option option) {
        Lengths lengths = lengths(option);
        double promptTokens = 4 + ask.promptChars() * lengths.tokensPerChar().at(0, 0);
        double output = lengths.output().at(0, 0);
        double sigma = lengths.output().spread(0);
        if (ask.maxTokens() > 0 && ask.maxTokens() < output) {
            return new Need(ask, promptTokens, ask.maxTokens(), Math.min(sigma, 0.25));
        }
        return new Need(ask, promptTokens, output, sigma);
    }

    private void learnLengths(Reservation work, Usage usage, boolean limited) {
        Lengths lengths = lengths(work.option);
        if (!limited || usage.outputTokens() > lengths.output().at(0, 0)) {
            lengths.output().learn(usage.outputTokens(), 0, 0, 0);
        }
        if (usage.exact() && work.ask.promptChars() > 0) {
            lengths.tokensPerChar()
                    .learn(Math.max(1, usage.promptTokens() - 4) / (double) work.ask.promptChars(), 0, 0, 0);
        }
    }

    private double batch(Reservation work, long nowNanos) {
        double area = work.engine.area(work.engine.slots(work.option), nowNanos);
        double length = (nowNanos - work.startedNanos) / 1e6;
        return !work.started || length < 1e-3 ? 1 : Math.max(1, (area - work.areaAtStart) / length);
    }

    private static void give(Reservation work, long nowNanos) {
        work.released = true;
        work.engine.area(work.engine.slots(work.option), nowNanos);
        work.engine.ended(work, nowNanos);
    }

    private Speed speed(Option option) {
        return speeds.computeIfAbsent(
                option.place(),
                place -> Speed.prior(option.kind(), option.model().sizeBytes()));
    }

    private EngineLoad engine(Option option) {
        return engines.computeIfAbsent(
                new Where(option.place().node(), option.place().engine()), where -> new EngineLoad(option));
    }

    private Lengths lengths(Option option) {
        return models.computeIfAbsent(
                option.place().model(), name -> Lengths.prior(option.model().purpose()));
    }

    private static double square(double x) {
        return x * x;
    }

    private static <K, V> Map<K, V> remembering() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED_MAX;
            }
        };
    }

    private record Where(String node, String engine) {}
}
