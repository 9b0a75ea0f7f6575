/**
 * Floor 2: the mock engine, a process of its own that speaks Ollama's and OpenAI's protocols with set speeds, slots,
 * load times, a prefix cache, numbered tokens, and faults that are set while it runs. For tests and benchmarks only.
 * {@code voice} hears and says, {@code machine} has models and slots, {@code MockRender} brings them together.
 */
@NullMarked
package aurora.engine.mock;

import org.jspecify.annotations.NullMarked;
