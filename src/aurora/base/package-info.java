/**
 * Floor 0: the words every other part speaks: time, deadlines, ids, who is calling, and what a call can answer.
 *
 * <p>Uses the JDK only. The wall clock, {@code nanoTime}, sleeping and randomness are reached here and nowhere else, so
 * that a test or the simulator can put its own in their place.
 */
@NullMarked
package aurora.base;

import org.jspecify.annotations.NullMarked;
