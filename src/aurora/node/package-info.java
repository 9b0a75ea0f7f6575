/**
 * Floor 4: the command line, the roles and the wiring. Nothing imports it.
 */
@NullMarked
package aurora.node;

import org.jspecify.annotations.NullMarked;
