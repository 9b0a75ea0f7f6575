package aurora.engine.embedded.models;

import aurora.engine.Model;
import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.embedded.gguf.GgufReader;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.llama.LlamaShape;
import aurora.engine.embedded.llama.LlamaWeights;
import aurora.engine.embedded.tokens.Bpe;
import aurora.engine.embedded.tokens.ChatTemplate;
import java.io.IOException;
import java.util.Optional;

/**
 * One model file that passed its checks: loads when first used, stays until told to go and nobody uses it any more.
 * Thread-safe.
 */
public final class ServedModel {
    private final String name;
    private final Model.Purpose purpose;
    private final Source source;
    private final Facts facts;
    private Optional<Loaded> loaded = Optional.empty();
    private int users;
    private boolean leaving;

    /** Opens the bytes of the model. */
    @FunctionalInterface
    public interface Source {
        ModelBytes open() throws IOException;
    }

    /**
     * What is known without loading.
     *
     * @param sizeBytes of the file
     * @param context tokens at most
     * @param digest fingerprint; empty when nobody computed it
     */
    record Facts(long sizeBytes, int context, String digest) {}

    /** The parts of a loaded model. */
    public record Loaded(LlamaWeights weights, Bpe bpe, ChatTemplate template, Seats seats) {}

    private ServedModel(String name, Model.Purpose purpose, Source source, Facts facts) {
        this.name = name;
        this.purpose = purpose;
        this.source = source;
        this.facts = facts;
    }

    /**
     * Checks the header of a model, tokenizer and template included, without loading weights.
     *
     * @throws GgufException when this engine cannot render it
     */
    public static ServedModel check(String name, Model.Purpose purpose, Source source, String digest)
            throws IOException, GgufException {
        try (ModelBytes bytes = source.open()) {
            Gguf header = GgufReader.read(bytes);
            LlamaShape shape = LlamaWeights.check(header);
            ChatTemplate.of(header, Bpe.of(header));
            return new ServedModel(name, purpose, source, new Facts(bytes.size(), shape.context(), digest));
        }
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** As the engine lists it. */
    public synchronized Model model() {
        return new Model(name, purpose, loaded.isPresent(), facts.sizeBytes, facts.context, facts.digest);
    }

    /** What it is good for. */
    public Model.Purpose purpose() {
        return purpose;
    }

    /** Loads the model unless it is, and keeps it until the lease is closed. Others that need it wait meanwhile. */
    public synchronized Lease use() throws IOException, GgufException {
        leaving = false;
        Loaded parts = loaded.isPresent() ? loaded.get() : load();
        loaded = Optional.of(parts);
        users++;
        return new Lease(parts);
    }

    private Loaded load() throws IOException, GgufException {
        try (ModelBytes bytes = source.open()) {
            Gguf header = GgufReader.read(bytes);
            Bpe bpe = Bpe.of(header);
            ChatTemplate template = ChatTemplate.of(header, bpe);
            LlamaWeights weights = LlamaWeights.load(bytes, header);
            return new Loaded(weights, bpe, template, new Seats(weights));
        }
    }

    /** Frees the memory as soon as nobody uses the model. */
    public synchronized void unload() {
        leaving = true;
        leave();
    }

    private void leave() {
        if (leaving && users == 0) {
            loaded.ifPresent(parts -> parts.weights.close());
            loaded = Optional.empty();
        }
    }

    private synchronized void done() {
        users--;
        leave();
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
            synchronized (ServedModel.this) {
                if (!closed) {
                    closed = true;
                    done();
                }
            }
        }
    }
}
