/**
 * Floor 1: child programs. Every fork is made by one immortal thread, and no child outlives the node.
 */
@NullMarked
package aurora.ground.process;

import org.jspecify.annotations.NullMarked;
