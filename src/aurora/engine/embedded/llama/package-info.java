/**
 * The llama network: its shape, its weights, and one run of it over tokens with keys and values that are kept.
 *
 * <p>Needs a checked file and the kernels. Weights are copied on loading, so that what later happens to the file
 * matters to nobody. Never chooses a token.
 */
@NullMarked
package aurora.engine.embedded.llama;

import org.jspecify.annotations.NullMarked;
