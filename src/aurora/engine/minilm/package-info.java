/**
 * Sentence vectors by all-MiniLM-L6-v2 (int8, 384 numbers) on the ONNX runtime, on processors that the runtime has a
 * library for.
 *
 * <p>Promises: nothing is loaded before it is needed; a platform without a library, or a library that cannot be
 * loaded, is an absence with a reason and never a failed start; the native library is unpacked into the folder given
 * and nowhere else. English only. Never does: start threads of the runtime's own, spin, or batch texts (int8 scales
 * depend on the whole batch, so a text's vector would depend on its neighbours).
 */
@NullMarked
package aurora.engine.minilm;

import org.jspecify.annotations.NullMarked;
