/**
 * Floor 1: threads for long computations. Everything else runs on virtual threads; a computation there would keep one
 * of their few carriers, and two of them on a machine with two cores would stop everybody else.
 */
@NullMarked
package aurora.ground.work;

import org.jspecify.annotations.NullMarked;
