/**
 * The arithmetic: products of matrices and vectors, by the Vector API where it is there, else in plain Java.
 *
 * <p>Needs matrices in memory. Knows no model and no file; never allocates while it computes.
 */
@NullMarked
package aurora.engine.embedded.kernels;

import org.jspecify.annotations.NullMarked;
