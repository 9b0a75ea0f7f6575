/**
 * What auth keeps: the records of users, sessions, keys and the audit trail, all SQL over them, and what of it every
 * request must know without asking the database.
 *
 * <p>Needs the replicated data. Never decides who may do what, and writes only what {@code audit} hands it.
 */
@NullMarked
package aurora.auth.store;

import org.jspecify.annotations.NullMarked;
