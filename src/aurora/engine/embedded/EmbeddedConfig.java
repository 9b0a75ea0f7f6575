package aurora.engine.embedded;

import java.nio.file.Path;

/**
 * Where the embedded engine finds its files and how much it does at once.
 *
 * @param name the engine's name on this node
 * @param models folder of the owner's own {@code *.gguf} files; need not exist
 * @param libraries folder that native libraries are unpacked into; made when needed
 * @param slots answers computed at once, 1 to 64; each takes a core
 */
public record EmbeddedConfig(String name, Path models, Path libraries, int slots) {

    public EmbeddedConfig {
        if (slots < 1 || slots > 64) {
            throw new IllegalArgumentException("slots is " + slots + ", outside 1 to 64");
        }
    }

    /** In the home of a node, with a slot for each core. */
    public static EmbeddedConfig inHome(Path home) {
        int cores = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 64);
        return new EmbeddedConfig(
                "embedded", home.resolve("models"), home.resolve("run").resolve("onnxruntime"), cores);
    }
}
