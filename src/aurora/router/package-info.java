/**
 * Floor 3: decides which engine renders, and renders.
 *
 * <p>Promises a decision with every candidate's forecast, and a stream that never ends without saying how. Needs the
 * engines. Never talks to an engine to decide: {@link aurora.router.Policy} is pure. Data: entity {@code engine};
 * learned speeds in memory and in the home.
 */
@NullMarked
package aurora.router;

import org.jspecify.annotations.NullMarked;
