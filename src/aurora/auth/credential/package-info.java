/**
 * What somebody shows to come in, and how guessing at it is slowed: passwords, access tokens, the set-up link, the
 * credential of the machine's owner; and what may be entered at all.
 *
 * <p>Needs the home for its keys. Never asks the database and knows no user.
 */
@NullMarked
package aurora.auth.credential;

import org.jspecify.annotations.NullMarked;
