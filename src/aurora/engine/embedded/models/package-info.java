/**
 * The models that can be served: which files there are, which are loaded, and who uses them.
 *
 * <p>Needs files, tokens and the network. A model loads when it is first used. Never renders.
 */
@NullMarked
package aurora.engine.embedded.models;

import org.jspecify.annotations.NullMarked;
