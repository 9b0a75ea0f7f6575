/**
 * What people have here: their user, the sessions of their devices, their API keys; and how they come in.
 *
 * <p>Needs the store, the audit trail and the credentials. Never checks a caller's kind or role where the table
 * already says it: {@code AuthService} does, before it calls.
 */
@NullMarked
package aurora.auth.account;

import org.jspecify.annotations.NullMarked;
