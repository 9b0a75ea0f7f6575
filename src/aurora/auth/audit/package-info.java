/**
 * The audit trail: written together with what it tells of, chained, read by admins, checked from end to end.
 *
 * <p>Needs the store. Never holds a secret, and never lets a change through without its entry.
 */
@NullMarked
package aurora.auth.audit;

import org.jspecify.annotations.NullMarked;
