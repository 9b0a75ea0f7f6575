/**
 * Text to tokens and back: byte-level BPE, the chat template, and a stream of bytes that never cuts a character.
 *
 * <p>Needs the metadata of the file. Never looks at weights.
 */
@NullMarked
package aurora.engine.embedded.tokens;

import org.jspecify.annotations.NullMarked;
