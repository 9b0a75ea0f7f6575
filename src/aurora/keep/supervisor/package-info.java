/**
 * Keeps one program running: starts it, gives it work, starts it again when it has died, gives up when that is of no
 * use.
 *
 * <p>Needs a driver. Never starts again what only hangs, nor what is somebody else's; what happens when is
 * {@link aurora.keep.supervisor.Lifecycle}'s pure function.
 */
@NullMarked
package aurora.keep.supervisor;

import org.jspecify.annotations.NullMarked;
