/**
 * One answer from request to end: asks engines in the policy's order, watches over the stream, and has another engine
 * go on when one fails.
 *
 * <p>Needs the roster and the policy's desk. Its streams always end with how they ended. Never forecasts.
 */
@NullMarked
package aurora.router.render;

import org.jspecify.annotations.NullMarked;
