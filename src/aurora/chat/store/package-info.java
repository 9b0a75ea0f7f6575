/**
 * What lies on disk: the records of conversations and messages, all SQL over them, and how they look to callers.
 *
 * <p>Needs the replica; its views are made by {@code chat.sql}. Never decides who may see what: it is told the owner.
 */
@NullMarked
package aurora.chat.store;

import org.jspecify.annotations.NullMarked;
