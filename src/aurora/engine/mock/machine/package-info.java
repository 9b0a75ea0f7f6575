/**
 * The machine that a mock engine pretends to be: models in memory, slots, noise, figures.
 *
 * <p>Needs the profile. Never says anything.
 */
@NullMarked
package aurora.engine.mock.machine;

import org.jspecify.annotations.NullMarked;
