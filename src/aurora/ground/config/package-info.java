/**
 * Floor 1: the optional {@code aurora.yml}. Typed; an unknown key is fatal and names the nearest known one.
 */
@NullMarked
package aurora.ground.config;

import org.jspecify.annotations.NullMarked;
