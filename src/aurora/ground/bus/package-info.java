/**
 * Floor 1: instant signals. In this process always, through Redis too while it is up. Nothing here must survive.
 */
@NullMarked
package aurora.ground.bus;

import org.jspecify.annotations.NullMarked;
