/**
 * The audit trail: written together with what it tells of, chained, signed now and then, read by admins, checked from
 * end to end.
 *
 * <p>Needs the store and a signing key. Never holds a secret, and never lets a change through without its entry.
 */
@NullMarked
package aurora.auth.audit;

import org.jspecify.annotations.NullMarked;
