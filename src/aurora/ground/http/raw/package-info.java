/**
 * Floor 1: HTTP without frills on loopback, for the mock engine and the benchmark.
 */
@NullMarked
package aurora.ground.http.raw;

import org.jspecify.annotations.NullMarked;
