/**
 * The engines of this node: which there are, what models they list, whether they are well.
 *
 * <p>Needs the engines, and {@link aurora.router.roster.KeptEngines} for those that people added. Asks engines on the
 * background or within a bound. Never chooses one and never renders.
 */
@NullMarked
package aurora.router.roster;

import org.jspecify.annotations.NullMarked;
