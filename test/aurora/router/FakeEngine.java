package aurora.router;

import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Model;
import aurora.engine.Model.Purpose;
import aurora.engine.Part;
import aurora.engine.Part.Failure;
import aurora.engine.Part.Finish;
import aurora.engine.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An engine on virtual time that answers with numbered words, "w1 w2 ... wN", and goes on from the number that a
 * trailing assistant's message ends with. It fails as it is told to.
 */
final class FakeEngine implements Engine {
    /** How it fails. */
    enum Fault {
        NONE,
        /** Nobody listens. */
        REFUSES,
        /** 429 or 503. */
        BUSY,
        /** 404. */
        LACKS,
        /** 400. */
        INVALID,
        /** Accepts, and then answers 500 late. */
        LATE_ERROR,
        /** Accepts, and answers 429 late. */
        LATE_BUSY,
        /** Accepts, and never says a word. */
        MUTE,
        /** Breaks the connection at a token. */
        CUTS,
        /** Ends the stream at a token without a word. */
        ENDS,
        /** Says nothing more from a token on. */
        HANGS,
        /** Speaks another protocol from a token on. */
        GARBLES,
        /** Its client has a defect. */
        THROWS
    }

    static final int WORDS = 40;

    final TestClock clock;
    final List<GenerateRequest> asked = new ArrayList<>();
    private final EngineFacts facts;
    List<Model> models;
    Fault fault = Fault.NONE;
    /** The models that fail; empty is all. */
    Set<String> failing = Set.of();

    int faultAt;
    boolean faultOnce;
    boolean continues = true;
    boolean repeatsLastWords;
    boolean callsTools;
    boolean away;
    /** Counts no tokens of streams. */
    boolean countsOnlyWhole;

    /** Nobody listens until then. */
    long backNanos;

    double gapMillis = 20;
    double firstMillis = 100;
    Optional<LastSaid> said = Optional.empty();
    int open;
    int closed;

    FakeEngine(String name, TestClock clock, Model... models) {
        this.facts = new EngineFacts(name, EngineFacts.Kind.OLLAMA, "http://127.0.0.1:1/" + name, 2);
        this.clock = clock;
        this.models = List.of(models);
    }

    static Model model(String name, Purpose purpose, long gigabytes) {
        return new Model(name, purpose, true, gigabytes * 1_000_000_000L, 0, "");
    }

    FakeEngine fails(Fault how, int at) {
        fault = how;
        faultAt = at;
        return this;
    }

    @Override
    public EngineFacts facts() {
        return facts;
    }

    @Override
    public Reply<List<Model>> models(Deadline deadline) {
        boolean gone = away || clock.nanos() < backNanos;
        return gone ? new Reply.Unavailable<>(facts.name(), "nobody listens there") : Reply.ok(models);
    }

    @Override
    public Reply<Generation> generate(GenerateRequest request, Deadline deadline) {
        asked.add(request);
        if (clock.nanos() < backNanos) {
            return new Reply.Unavailable<>(facts.name(), "connection refused");
        }
        switch (faultOf(request)) {
            case REFUSES -> {
                return new Reply.Unavailable<>(facts.name(), "connection refused");
            }
            case BUSY -> {
                return new Reply.Busy<>(Duration.ofSeconds(1), "too many requests");
            }
            case LACKS -> {
                return Reply.notFound("model not found");
            }
            case INVALID -> {
                return Reply.invalid("tools", "this model knows no tools");
            }
            case THROWS -> throw new IllegalStateException("a defect of the engine's client");
            case NONE, LATE_ERROR, LATE_BUSY, MUTE, CUTS, ENDS, HANGS, GARBLES -> {}
        }
        open++;
        return Reply.ok(new Words(request, firstWord(request)));
    }

    private Fault faultOf(GenerateRequest request) {
        return failing.isEmpty() || failing.contains(request.model()) ? fault : Fault.NONE;
    }

    private int firstWord(GenerateRequest request) {
        if (!request.continueLast() || !continues) {
            return 1;
        }
        String last = request.messages().getLast().text().strip();
        int at = last.lastIndexOf('w');
        int said = at < 0 ? 0 : Integer.parseInt(last.substring(at + 1));
        return repeatsLastWords ? Math.max(1, said - 5) : said + 1;
    }

    @Override
    public Reply<List<float[]>> embed(String model, List<String> texts, Deadline deadline) {
        return Reply.invalid("model", "makes no vectors");
    }

    @Override
    public Reply<Boolean> load(String model, boolean loaded, Deadline deadline) {
        return Reply.ok(loaded);
    }

    @Override
    public Reply<Events<Progress>> pull(String model, Deadline deadline) {
        return Reply.invalid("model", "cannot pull");
    }

    @Override
    public Optional<LastSaid> lastSaid() {
        return said;
    }

    @Override
    public void close() {}

    static String words(int from, int to) {
        StringBuilder all = new StringBuilder();
        for (int i = from; i <= to; i++) {
            all.append('w').append(i).append(' ');
        }
        return all.toString();
    }

    static List<Message> prompt(String text) {
        return List.of(Message.of(Message.Role.USER, text));
    }

    private final class Words implements Generation {
        private final GenerateRequest request;
        private final int limit;
        private int word;
        private int said;
        private double left = firstMillis;
        private boolean over;
        private boolean freed;

        Words(GenerateRequest request, int word) {
            this.request = request;
            this.word = word;
            this.limit = request.sampling().maxTokens().orElse(Integer.MAX_VALUE);
            if (request.whole()) {
                left += gapMillis * atOnce();
            }
        }

        /** Words that come in the next piece. */
        private int atOnce() {
            return request.whole() ? Math.min(limit, WORDS - word + 1) : 1;
        }

        @Override
        public Next<Part> next(Duration wait) {
            if (over || freed) {
                return new End<>();
            }
            boolean struck = said >= faultAt || (request.whole() && said == 0 && faultAt < WORDS);
            Fault mine = faultOf(request);
            if (mine == Fault.MUTE || (mine == Fault.HANGS && struck)) {
                clock.advance(wait);
                return new Idle<>();
            }
            double waitMillis = wait.toNanos() / 1e6;
            if (left > waitMillis) {
                left -= waitMillis;
                clock.advance(wait);
                return new Idle<>();
            }
            clock.advance(Duration.ofNanos((long) (left * 1e6)));
            left = gapMillis;
            return fails(struck).orElseGet(this::says);
        }

        private Optional<Next<Part>> fails(boolean struck) {
            if (!struck) {
                return Optional.empty();
            }
            Fault now = faultOf(request);
            if (faultOnce && now != Fault.NONE) {
                fault = Fault.NONE;
            }
            return switch (now) {
                case LATE_ERROR -> failed(Failure.REPORTED, "status 500");
                case LATE_BUSY -> failed(Failure.BUSY, "too many requests");
                case CUTS -> failed(Failure.CUT, "the connection broke");
                case GARBLES -> failed(Failure.PROTOCOL, "not the engine's JSON");
                case ENDS -> Optional.of(new End<>());
                case NONE, REFUSES, BUSY, LACKS, INVALID, MUTE, HANGS, THROWS -> Optional.empty();
            };
        }

        private Optional<Next<Part>> failed(Failure failure, String why) {
            over = true;
            return Optional.of(new Item<>(said, new Part.Failed(failure, why)));
        }

        private Next<Part> says() {
            if (word > WORDS || said >= limit) {
                over = true;
                Usage usage = new Usage(
                        countsOnlyWhole && !request.whole() ? 0 : 10,
                        0,
                        said,
                        Duration.ZERO,
                        Duration.ofMillis((long) firstMillis),
                        Duration.ofMillis((long) (said * gapMillis)),
                        true);
                return new Item<>(said, new Part.Done(word > WORDS ? Finish.STOP : Finish.LENGTH, usage));
            }
            int count = atOnce();
            said += count;
            if (callsTools) {
                return new Item<>(said, new Part.ToolCalls("[{\"index\":0}]"));
            }
            word += count;
            return new Item<>(said, new Part.Text(words(word - count, word - 1)));
        }

        @Override
        public void close() {
            if (!freed) {
                freed = true;
                open--;
                closed++;
            }
        }

        @Override
        public String toString() {
            return "Words[" + request.model() + "]";
        }
    }
}
