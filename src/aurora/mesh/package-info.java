/**
 * Floor 2: what makes services of nodes: contracts, the replicated data, and later membership and calls between nodes.
 */
@NullMarked
package aurora.mesh;

import org.jspecify.annotations.NullMarked;
