/**
 * What a person does with a conversation: list, begin, open, change and delete it, send, ask again, resume, take back.
 * Each conversation has one writer at a time, and other devices are told of every change.
 *
 * <p>Needs {@code run} to have answers rendered and {@code store} for the disk. Never renders anything itself.
 */
@NullMarked
package aurora.chat.conversation;

import org.jspecify.annotations.NullMarked;
