/**
 * PostgreSQL, this node's own or somebody else's.
 *
 * <p>Promises a server that is unpacked, initialised and started over data that nobody else uses, with the node's roles
 * and database in it. Needs {@code files} and the database's driver in the ground. Never touches tables, and never
 * kills a server that it did not start.
 */
@NullMarked
package aurora.keep.postgres;

import org.jspecify.annotations.NullMarked;
