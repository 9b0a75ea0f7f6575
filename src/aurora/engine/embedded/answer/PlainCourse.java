package aurora.engine.embedded.answer;

import aurora.base.Deadline;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Part;
import aurora.engine.Sampling;
import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.embedded.models.Seats;
import aurora.engine.embedded.models.ServedModel;
import aurora.engine.embedded.tokens.ChatTemplate;
import aurora.engine.embedded.tokens.Ints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Answers a conversation with one of the owner's own models: loads it, reads the conversation, writes on. */
public final class PlainCourse implements EmbeddedGeneration.Course {
    /** What is chosen when the request says nothing, as Ollama does. */
    private static final Sampler.Choice STANDARD = new Sampler.Choice(0.8, 40, 0.9, 1.1, 0);
    /** Room that is kept for an answer of unknown length. */
    private static final int ROOM = 512;

    private final ServedModel model;
    private final GenerateRequest request;
    private final Deadline deadline;
    private final long seed;
    private Optional<Run> run = Optional.empty();

    /** The answer under way with what it holds. */
    record Run(ServedModel.Lease lease, Seats.Seat seat, Answer answer) {

        /** Takes a seat and begins. */
        static Run begin(ServedModel.Lease lease, Answer.Plan plan, Deadline deadline, Consumer<Part> out) {
            Seats.Seat seat = lease.parts().seats().take(plan.prompt().toArray());
            return new Run(lease, seat, new Answer(plan, lease.parts(), seat, deadline, out));
        }

        void release() {
            lease.parts().seats().give(seat);
            lease.close();
        }
    }

    /** An answer to {@code request}; {@code seed} counts when it names none. */
    public PlainCourse(ServedModel model, GenerateRequest request, Deadline deadline, long seed) {
        this.model = model;
        this.request = request;
        this.deadline = deadline;
        this.seed = seed;
    }

    @Override
    public boolean prepared(Duration wait) {
        return true;
    }

    @Override
    public void step(Consumer<Part> out, BooleanSupplier cancelled) throws Exception {
        if (run.isEmpty()) {
            begin(out);
        }
        if (run.isPresent()) {
            run.get().answer().step(cancelled);
        }
    }

    private void begin(Consumer<Part> out) throws Exception {
        long start = deadline.clock().nanos();
        ServedModel.Lease lease;
        try {
            lease = model.use();
        } catch (GgufException unfit) {
            out.accept(new Part.Failed(
                    Part.Failure.REPORTED,
                    "The model " + model.name() + " cannot be loaded: " + unfit.getMessage() + "."));
            return;
        }
        Duration load = Duration.ofNanos(deadline.clock().nanos() - start);
        ChatTemplate template = lease.parts().template();
        int context = lease.parts().weights().shape().context();
        Sampling sampling = request.sampling();
        int room = Math.min(sampling.maxTokens().orElse(ROOM), context / 2);
        List<Message> messages = new ArrayList<>(request.messages());
        String prefix = request.continueLast() ? messages.removeLast().text() : "";
        Ints prompt = template.prompt(messages, prefix, context, room);
        if (prompt.size() >= context) {
            lease.close();
            String why = "The question has " + prompt.size() + " tokens, more than the " + context
                    + " that the model can read.";
            out.accept(new Part.Failed(Part.Failure.REPORTED, why));
            return;
        }
        List<String> stops = new ArrayList<>(sampling.stop());
        stops.addAll(template.stops());
        int max = sampling.maxTokens().orElse(Integer.MAX_VALUE);
        Answer.Plan plan = new Answer.Plan(prompt, max, Sampler.Choice.of(sampling, STANDARD, seed), stops, 0, load);
        run = Optional.of(Run.begin(lease, plan, deadline, out));
    }

    @Override
    public void release() {
        run.ifPresent(Run::release);
    }
}
