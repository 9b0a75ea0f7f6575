package aurora.engine.embedded.models;

import aurora.engine.Model;
import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.embedded.gguf.GgufReader;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.llama.LlamaShape;
import aurora.engine.embedded.llama.LlamaWeights;
import aurora.engine.embedded.models.MemoryBudget.Fit;
import aurora.engine.embedded.tokens.Bpe;
import aurora.engine.embedded.tokens.ChatTemplate;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One model file that passed its checks: loads when first used, stays until told to go and nobody uses it any more.
 * Thread-safe.
 */
public final class ServedModel {
    /** Tokens of keys and values that are counted into what a model needs. */
    private static final int CONTEXT_COUNTED = 4_096;

    private final Named named;
    private final Source source;
    private final Facts facts;
    private final MemoryBudget memory;
    /** Held while it loads; whoever holds it may ask the budget, which therefore never waits for it. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Optional<Loaded> loaded = Optional.empty();
    private final AtomicInteger users = new AtomicInteger();
    private volatile long lastUse;
    private boolean leaving;

    /**
     * What a model is called and good for.
     *
     * @param digest fingerprint; empty when nobody computed it
     */
    public record Named(String name, Model.Purpose purpose, String digest) {}

    /** Opens the bytes of the model. */
    @FunctionalInterface
    public interface Source {
        /** The bytes, to be closed by who asked. */
        ModelBytes open() throws IOException;
    }

    /**
     * What is known without loading.
     *
     * @param sizeBytes of the file
     * @param context tokens at most
     * @param needBytes memory it takes, about: weights, a conversation, working memory
     */
    record Facts(long sizeBytes, int context, long needBytes) {}

    /** The parts of a loaded model. */
    public record Loaded(LlamaWeights weights, Bpe bpe, ChatTemplate template, Seats seats) {}

    private ServedModel(Named named, Source source, Facts facts, MemoryBudget memory) {
        this.named = named;
        this.source = source;
        this.facts = facts;
        this.memory = memory;
    }

    /**
     * Checks the header of a model, tokenizer and template included, without loading weights.
     *
     * @throws GgufException when this engine cannot render it
     */
    public static ServedModel check(Named named, Source source, MemoryBudget memory) throws IOException, GgufException {
        try (ModelBytes bytes = source.open()) {
            Gguf header = GgufReader.read(bytes);
            LlamaShape shape = LlamaWeights.check(header);
            ChatTemplate.of(header, Bpe.of(header));
            long conversation = 8L * shape.layers() * shape.keys() * Math.min(CONTEXT_COUNTED, shape.context());
            // Laid out for the kernels, eight-bit weights take a sixteenth more than in the file.
            Facts facts = new Facts(bytes.size(), shape.context(), bytes.size() + bytes.size() / 8 + conversation);
            return new ServedModel(named, source, facts, memory);
        }
    }

    /** Its name. */
    public String name() {
        return named.name;
    }

    /** As the engine lists it. */
    public Model model() {
        return new Model(named.name, named.purpose, loaded.isPresent(), facts.sizeBytes, facts.context, named.digest);
    }

    /** What it is good for. */
    public Model.Purpose purpose() {
        return named.purpose;
    }

    /** Whether it is loaded or can be. */
    public Fit fit() {
        return loaded.isPresent() ? Fit.NOW : memory.fit(this, facts.needBytes);
    }

    /** What to say when it does not fit, as a clause. */
    public String lacking() {
        return memory.lacking(facts.needBytes);
    }

    long needBytes() {
        return facts.needBytes;
    }

    long lastUse() {
        return lastUse;
    }

    boolean idle() {
        return users.get() == 0;
    }

    /** Loads the model unless it is, and keeps it until the lease is closed. Others that need it wait meanwhile. */
    public Lease use() throws IOException, GgufException {
        lock.lock();
        try {
            leaving = false;
            Loaded parts = loaded.isPresent() ? loaded.get() : load();
            loaded = Optional.of(parts);
            users.incrementAndGet();
            lastUse = memory.use();
            return new Lease(parts);
        } finally {
            lock.unlock();
        }
    }

    private Loaded load() throws IOException, GgufException {
        memory.admit(this);
        boolean arrived = false;
        try (ModelBytes bytes = source.open()) {
            Gguf header = GgufReader.read(bytes);
            Bpe bpe = Bpe.of(header);
            ChatTemplate template = ChatTemplate.of(header, bpe);
            LlamaWeights weights = LlamaWeights.load(bytes, header);
            Loaded parts = new Loaded(weights, bpe, template, new Seats(weights));
            arrived = true;
            return parts;
        } finally {
            if (arrived) {
                memory.arrived(this);
            } else {
                memory.failed(this);
            }
        }
    }

    /** Frees the memory as soon as nobody uses the model. */
    public void unload() {
        lock.lock();
        try {
            leaving = true;
            leave();
        } finally {
            lock.unlock();
        }
    }

    /** Frees the memory when nobody uses or loads the model now; waits for nobody. */
    boolean unloadIdle() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (users.get() > 0 || loaded.isEmpty()) {
                return false;
            }
            close();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        if (leaving && users.get() == 0 && loaded.isPresent()) {
            close();
            memory.left(this);
        }
    }

    private void close() {
        loaded.ifPresent(parts -> parts.weights.close());
        loaded = Optional.empty();
    }

    private void done() {
        lock.lock();
        try {
            users.decrementAndGet();
            lastUse = memory.use();
            leave();
        } finally {
            lock.unlock();
        }
    }

    /** The right to use the loaded model until closed. */
    public final class Lease implements AutoCloseable {
        private final Loaded parts;
        private boolean closed;

        private Lease(Loaded parts) {
            this.parts = parts;
        }

        /** The parts of the model. */
        public Loaded parts() {
            return parts;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    done();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
