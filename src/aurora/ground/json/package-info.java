/**
 * Floor 1: JSON by Jackson. Records of the product go in and come out; no type of the library does.
 */
@NullMarked
package aurora.ground.json;

import org.jspecify.annotations.NullMarked;
