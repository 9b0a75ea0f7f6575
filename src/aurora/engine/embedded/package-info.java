/**
 * The engine that is always there: llama-architecture GGUF files rendered in Java, with the small model {@code
 * aurora-guide} inside.
 *
 * <p>Promises: a damaged file ends in one {@link aurora.engine.embedded.GgufException} with a sentence for people and
 * never harms the node; the same file, prompt and seed give the same text; counts and durations are exact. Needs:
 * nothing but the JDK, faster with {@code --add-modules jdk.incubator.vector}. Never does: read a model while another
 * program may change it (weights are copied on loading), run more generations at once than it has slots, compute on a
 * caller's thread.
 *
 * <p>Path of a request: {@code EmbeddedEngine} admits it ({@code Slots}), {@code EmbeddedGeneration} turns it into
 * tokens ({@code ChatTemplate}, {@code Bpe}), takes a cache with the longest common beginning ({@code KvCaches}),
 * computes ({@code LlamaRun} on {@code Kernels}), chooses ({@code Sampler}) and turns bytes into text ({@code
 * Utf8Stream}, {@code StopTexts}).
 */
@NullMarked
package aurora.engine.embedded;

import org.jspecify.annotations.NullMarked;
