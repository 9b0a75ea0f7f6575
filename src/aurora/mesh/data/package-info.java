/**
 * Floor 2: the replicated data. Every durable fact of every service is a {@link aurora.mesh.data.Change} written
 * through {@link aurora.mesh.data.Replica#put}; a fold keeps the winner of each key in {@code head}, where readers
 * read. See docs/data.md.
 */
@NullMarked
package aurora.mesh.data;

import org.jspecify.annotations.NullMarked;
