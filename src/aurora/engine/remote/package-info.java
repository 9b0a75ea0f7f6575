/**
 * Floor 2: what engines behind an HTTP address have in common: calls and their refusals, and answers that come line
 * by line; and what engine listens at an address that a person gave.
 */
@NullMarked
package aurora.engine.remote;

import org.jspecify.annotations.NullMarked;
