/**
 * What callers may send, and the sizes and soundness of texts. Pure.
 *
 * <p>Needs nothing. Never knows what is stored.
 */
@NullMarked
package aurora.chat.input;

import org.jspecify.annotations.NullMarked;
