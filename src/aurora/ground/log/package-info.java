/**
 * Floor 1: one structured JSON line per event. The request's id is in every line it causes; secrets never are.
 */
@NullMarked
package aurora.ground.log;

import org.jspecify.annotations.NullMarked;
