/**
 * One answer: admitted to a slot, read, written token by token, ended.
 *
 * <p>Needs a served model. {@code Slots} admits, a {@code Course} says what is computed, {@code Answer} computes,
 * {@code Sampler} chooses, {@code StopTexts} ends. Never computes on a caller's thread or in more slots than there
 * are.
 */
@NullMarked
package aurora.engine.embedded.answer;

import org.jspecify.annotations.NullMarked;
