/**
 * Which engine will end first: forecasts, ranks, and counts the work in flight by reservations.
 *
 * <p>Needs only values: requests, options, and the time as an argument. Never does any I/O and has no clock, so that
 * many nodes and a simulator use {@link aurora.router.policy.Policy} unchanged.
 */
@NullMarked
package aurora.router.policy;

import org.jspecify.annotations.NullMarked;
