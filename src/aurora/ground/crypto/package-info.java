/**
 * Floor 1: sealing small secrets with the node's own key. Library primitives only.
 */
@NullMarked
package aurora.ground.crypto;

import org.jspecify.annotations.NullMarked;
