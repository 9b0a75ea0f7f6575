/**
 * Floor 3: decides which engine renders, and renders.
 *
 * <p>Promises a decision with every candidate's forecast, and a stream that never ends without saying how. Needs the
 * engines. {@code RouterService} checks and answers; {@code roster} knows the engines, {@code policy} forecasts and
 * learns without any I/O, {@code render} carries an answer to its end. Never talks to an engine to decide. Data:
 * entity {@code engine}; learned speeds in memory and in the home.
 */
@NullMarked
package aurora.router;

import org.jspecify.annotations.NullMarked;
