/**
 * Floor 1: the HTTP client for engines and peers: strict, with deadlines, on pooled connections.
 */
@NullMarked
package aurora.ground.http.client;

import org.jspecify.annotations.NullMarked;
