/**
 * Where the programs, their data, logs and passwords lie, and how programs come out of jars.
 *
 * <p>Promises that a file is readable by nobody else from its first byte on, and that a folder is whole or not there.
 * Never writes outside of the folders it was given.
 */
@NullMarked
package aurora.keep.files;

import org.jspecify.annotations.NullMarked;
