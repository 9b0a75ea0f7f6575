/**
 * What the policy learns from finished answers: time per token, lengths, and how sure it is of them.
 *
 * <p>Needs only values. Never does any I/O and has no clock; what is to be kept is handed out as a value.
 */
@NullMarked
package aurora.router.policy.learning;

import org.jspecify.annotations.NullMarked;
