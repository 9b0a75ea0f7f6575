/**
 * Floor 3: what this node is and how it does: its services, programs and figures.
 */
@NullMarked
package aurora.health;

import org.jspecify.annotations.NullMarked;
