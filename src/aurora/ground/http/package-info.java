/**
 * Floor 1: the HTTP server that the web door stands on, and the client for engines and peers.
 */
@NullMarked
package aurora.ground.http;

import org.jspecify.annotations.NullMarked;
