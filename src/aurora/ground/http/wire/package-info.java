/**
 * Floor 1: one HTTP/1.1 connection: heads, frames and what can go wrong.
 */
@NullMarked
package aurora.ground.http.wire;

import org.jspecify.annotations.NullMarked;
