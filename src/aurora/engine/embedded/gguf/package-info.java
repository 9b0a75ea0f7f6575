/**
 * The GGUF file format: bytes of a model file, its header, its metadata.
 *
 * <p>Needs nothing. Every length and offset is checked against the file before it is used; a damaged or forged file
 * ends in one {@link aurora.engine.embedded.gguf.GgufException} with a sentence for people. Never computes.
 */
@NullMarked
package aurora.engine.embedded.gguf;

import org.jspecify.annotations.NullMarked;
