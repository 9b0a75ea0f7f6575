/**
 * Floor 1: the HTTP server that the web door stands on.
 */
@NullMarked
package aurora.ground.http.server;

import org.jspecify.annotations.NullMarked;
