/**
 * Export and import of whole conversations as JSON lines.
 *
 * <p>Needs {@code conversation} for what is read and told, {@code store} for what is written. Never lets a file touch
 * what is not the importer's.
 */
@NullMarked
package aurora.chat.transfer;

import org.jspecify.annotations.NullMarked;
