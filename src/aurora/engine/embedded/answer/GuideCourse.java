package aurora.engine.embedded.answer;

import aurora.base.Deadline;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Part;
import aurora.engine.Sampling;
import aurora.engine.Usage;
import aurora.engine.embedded.models.ServedModel;
import aurora.engine.embedded.tokens.Ints;
import aurora.engine.guide.Guide;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Answers with the guide: finds the trained question that the last message means and has the model answer that one,
 * or says that it does not know. A beginning that is already there is gone on from when it is the beginning of this
 * answer.
 */
public final class GuideCourse implements EmbeddedGeneration.Course {
    private static final int MAX_TOKENS = 256;

    private final ServedModel model;
    private final GenerateRequest request;
    private final Deadline deadline;
    private final Guide.Finding finding;
    private final String prefix;
    private Optional<Guide.Match> match = Optional.empty();
    private Optional<PlainCourse.Run> run = Optional.empty();

    /** An answer to {@code request} with what {@code finding} finds. */
    public GuideCourse(ServedModel model, GenerateRequest request, Deadline deadline, Guide.Finding finding) {
        this.model = model;
        this.request = request;
        this.deadline = deadline;
        this.finding = finding;
        this.prefix = request.continueLast() ? request.messages().getLast().text() : "";
    }

    /** What the person said last; empty when nobody said anything. */
    public static String question(GenerateRequest request) {
        return request.messages().reversed().stream()
                .filter(message -> message.role() == Message.Role.USER)
                .findFirst()
                .map(Message::text)
                .orElse("");
    }

    @Override
    public boolean prepared(Duration wait) throws InterruptedException {
        if (match.isEmpty()) {
            match = finding.await(wait);
        }
        return match.isPresent();
    }

    @Override
    public void step(Consumer<Part> out, BooleanSupplier cancelled) throws Exception {
        if (run.isPresent()) {
            run.get().answer().step(cancelled);
            return;
        }
        long start = deadline.clock().nanos();
        ServedModel.Lease lease = model.use();
        Duration load = Duration.ofNanos(deadline.clock().nanos() - start);
        switch (match.orElseThrow()) {
            case Guide.Unknown(String answer) -> {
                say(answer, lease, load, out);
                lease.close();
            }
            case Guide.Trained trained -> {
                run = Optional.of(PlainCourse.Run.begin(lease, plan(trained, lease.parts(), load), deadline, out));
                run.get().answer().step(cancelled);
            }
        }
    }

    private void say(String answer, ServedModel.Lease lease, Duration load, Consumer<Part> out) {
        Ints tokens = new Ints();
        lease.parts().bpe().encode(answer, tokens);
        String rest = answer.startsWith(prefix) ? answer.substring(prefix.length()) : answer;
        StopTexts stops = new StopTexts(request.sampling().stop());
        String said = stops.add(rest) + stops.end();
        if (!said.isEmpty()) {
            out.accept(new Part.Text(said));
        }
        int asked = lease.parts()
                .template()
                .prompt(request.messages(), "", Integer.MAX_VALUE, 0)
                .size();
        Usage usage = new Usage(asked, 0, tokens.size(), load, Duration.ZERO, Duration.ZERO, true);
        out.accept(new Part.Done(Part.Finish.STOP, usage));
    }

    /**
     * A beginning may end inside a token. The model reads the tokens of its answer that lie wholly inside the
     * beginning and writes the one that does not again; what the reader has of it is skipped. A beginning that is not
     * of this answer is read as it is.
     */
    private Answer.Plan plan(Guide.Trained trained, ServedModel.Loaded parts, Duration load) {
        List<Message> asked = List.of(Message.of(Message.Role.USER, trained.question()));
        Ints prompt = parts.template().prompt(asked, "", Integer.MAX_VALUE, 0);
        int skip = 0;
        Ints answer = new Ints();
        if (trained.answer().startsWith(prefix)) {
            parts.bpe().encode(trained.answer(), answer);
            byte[] begun = prefix.getBytes(StandardCharsets.UTF_8);
            int read = 0;
            for (int i = 0; i < answer.size() && read + parts.bpe().bytes(answer.get(i)).length <= begun.length; i++) {
                read += parts.bpe().bytes(answer.get(i)).length;
                prompt.add(answer.get(i));
            }
            skip = new String(begun, read, begun.length - read, StandardCharsets.UTF_8).length();
        } else {
            parts.bpe().encode(prefix, answer);
            for (int i = 0; i < answer.size(); i++) {
                prompt.add(answer.get(i));
            }
        }
        Sampling sampling = request.sampling();
        int max = sampling.maxTokens().orElse(MAX_TOKENS);
        Sampler.Choice choice = Sampler.Choice.of(sampling, Sampler.Choice.GREEDY, 0);
        return new Answer.Plan(prompt, max, choice, sampling.stop(), skip, load);
    }

    @Override
    public void release() {
        finding.cancel();
        run.ifPresent(PlainCourse.Run::release);
    }
}
