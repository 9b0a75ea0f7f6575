package aurora.engine.embedded.answer;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.engine.Part;
import aurora.engine.Usage;
import aurora.engine.embedded.llama.LlamaRun;
import aurora.engine.embedded.models.Seats;
import aurora.engine.embedded.models.ServedModel;
import aurora.engine.embedded.tokens.Ints;
import aurora.engine.embedded.tokens.Utf8Stream;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The computation of one answer: reads the prompt in batches, then writes token after token, in steps short enough to
 * be looked at in between. One thread at a time.
 */
final class Answer {
    /** A step goes on for about this long after its first token. */
    private static final Duration STEP = Duration.ofMillis(4);

    private final Plan plan;
    private final Clock clock;
    private final Deadline deadline;
    private final Consumer<Part> out;
    private final ServedModel.Loaded model;
    private final Seats.Seat seat;
    private final Sampler sampler;
    private final Utf8Stream text = new Utf8Stream();
    private final StopTexts stops;
    private final Ints said = new Ints();
    private final int[] prompt;
    private final int[] one = new int[1];
    private final int cached;
    private int skip;
    private int written;
    private boolean finished;
    private long prefillNanos;
    private long decodeNanos;

    /**
     * What to compute.
     *
     * @param prompt tokens to read; at least one
     * @param maxTokens tokens to write at most
     * @param choice how to choose them
     * @param stops texts that end the answer
     * @param skip characters of the beginning that the reader has already
     * @param load time it took to load the model
     */
    record Plan(Ints prompt, int maxTokens, Sampler.Choice choice, List<String> stops, int skip, Duration load) {}

    /** Seats the run; the seat is the caller's to give back. */
    Answer(Plan plan, ServedModel.Loaded model, Seats.Seat seat, Deadline deadline, Consumer<Part> out) {
        this.plan = plan;
        this.clock = deadline.clock();
        this.deadline = deadline;
        this.out = out;
        this.model = model;
        this.seat = seat;
        sampler = new Sampler(plan.choice(), model.bpe().size());
        stops = new StopTexts(plan.stops());
        skip = plan.skip();
        cached = seat.cache().length();
        prompt = plan.prompt().toArray();
        for (int token : prompt) {
            said.add(token);
        }
    }

    /** Whether the last part is out. */
    boolean finished() {
        return finished;
    }

    /** Computes for a few milliseconds and hands out what is complete; the first text at once. */
    void step(BooleanSupplier cancelled) {
        long start = clock.nanos();
        boolean nothingYet = written == 0;
        do {
            if (deadline.passed()) {
                fail(Part.Failure.DEADLINE, "The time for this answer is over.");
            } else if (seat.cache().length() < prompt.length) {
                prefill(cancelled);
            } else {
                decode(cancelled);
            }
        } while (!finished
                && !cancelled.getAsBoolean()
                && !(nothingYet && written > 0)
                && clock.nanos() - start < STEP.toNanos());
    }

    private void prefill(BooleanSupplier cancelled) {
        long start = clock.nanos();
        int from = seat.cache().length();
        int count = Math.min(LlamaRun.BATCH, prompt.length - from);
        seat.run().read(prompt, from, count, seat.cache(), from + count == prompt.length, cancelled);
        prefillNanos += clock.nanos() - start;
    }

    private void decode(BooleanSupplier cancelled) {
        long start = clock.nanos();
        int token = sampler.choose(seat.run().logits(), said);
        if (model.template().ends(token)) {
            decodeNanos += clock.nanos() - start;
            done(Part.Finish.STOP);
            return;
        }
        written++;
        said.add(token);
        emit(stops.add(text.add(model.bpe().bytes(token))));
        boolean full = written >= plan.maxTokens()
                || said.size() >= model.weights().shape().context();
        if (!stops.found() && !full) {
            one[0] = token;
            seat.run().read(one, 0, 1, seat.cache(), true, cancelled);
        }
        decodeNanos += clock.nanos() - start;
        if (stops.found()) {
            done(Part.Finish.STOP);
        } else if (full) {
            done(Part.Finish.LENGTH);
        }
    }

    private void emit(String piece) {
        int known = Math.min(skip, piece.length());
        skip -= known;
        if (piece.length() > known) {
            out.accept(new Part.Text(piece.substring(known)));
        }
    }

    private void done(Part.Finish finish) {
        emit(stops.add(text.end()));
        emit(stops.end());
        finished = true;
        Duration prefill = Duration.ofNanos(prefillNanos);
        Duration decode = Duration.ofNanos(decodeNanos);
        out.accept(
                new Part.Done(finish, new Usage(prompt.length, cached, written, plan.load(), prefill, decode, true)));
    }

    /** Ends the answer for another reason. */
    void fail(Part.Failure failure, String why) {
        finished = true;
        out.accept(new Part.Failed(failure, why));
    }
}
