/**
 * Floor 2: inference engines behind one interface, one small file each.
 */
@NullMarked
package aurora.engine;

import org.jspecify.annotations.NullMarked;
