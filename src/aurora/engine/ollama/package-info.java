/**
 * Floor 2: a real Ollama, by its own protocol, which reports durations.
 */
@NullMarked
package aurora.engine.ollama;

import org.jspecify.annotations.NullMarked;
