/**
 * The engine that is always there: llama-architecture GGUF files rendered in Java, with the small model {@code
 * aurora-guide} inside.
 *
 * <p>Promises: a damaged file never harms the node; the same file, prompt and seed give the same text; counts and
 * durations are exact. Needs: nothing but the JDK, faster with {@code --add-modules jdk.incubator.vector}. Never
 * does: read a model while another program may change it, run more generations at once than it has slots, compute on
 * a caller's thread.
 *
 * <p>Path of a request: {@code EmbeddedEngine} finds the model ({@code models}), {@code answer} admits it, turns it
 * into {@code tokens}, computes ({@code llama} on {@code kernels}) and chooses. {@code gguf} reads files.
 */
@NullMarked
package aurora.engine.embedded;

import org.jspecify.annotations.NullMarked;
