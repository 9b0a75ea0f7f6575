/**
 * Floor 1: counters, gauges and histograms in Prometheus's text format.
 */
@NullMarked
package aurora.ground.metrics;

import org.jspecify.annotations.NullMarked;
