/**
 * OpenAI's API in front of the router: requests, answers, streams and errors as its clients know them.
 *
 * <p>Needs who calls from auth, and what is rendered from the router. Never takes a cookie, only an API key.
 */
@NullMarked
package aurora.web.openai;

import org.jspecify.annotations.NullMarked;
