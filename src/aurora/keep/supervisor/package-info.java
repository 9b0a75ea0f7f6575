/**
 * Keeps one program running: starts it, gives it work, starts it again when it has died, gives up when that is of no
 * use. A child that does nothing for longer than its driver allows is ended, and with that started again.
 *
 * <p>Needs a driver. Never ends or starts what is somebody else's; what happens when is
 * {@link aurora.keep.supervisor.Lifecycle}'s pure function.
 */
@NullMarked
package aurora.keep.supervisor;

import org.jspecify.annotations.NullMarked;
