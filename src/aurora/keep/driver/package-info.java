/**
 * What the supervisor must know about a kind of program, and the small programs: Redis, Ollama, and one that is off.
 *
 * <p>Promises to say whose a program is, where it listens, and whether it does real work. Needs {@code files}. Never
 * decides when to start again.
 */
@NullMarked
package aurora.keep.driver;

import org.jspecify.annotations.NullMarked;
