/**
 * One request as the door sees it, and what every answer has: headers, cookies, errors, streams of events.
 *
 * <p>Needs an exchange of the server and the door's settings. Never looks at what a request asks for.
 */
@NullMarked
package aurora.web.visit;

import org.jspecify.annotations.NullMarked;
