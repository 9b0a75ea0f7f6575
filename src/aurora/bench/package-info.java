/**
 * Floor 4: what is measured. Each benchmark compares in one run, prints the machine's load beside its figures, and
 * writes a report that can be committed. Nothing imports it but the command line.
 */
@NullMarked
package aurora.bench;

import org.jspecify.annotations.NullMarked;
