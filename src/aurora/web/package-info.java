/**
 * Floor 3: the one door. Serves the page, {@code /api/...} from the contract tables, OpenAI's API, health and metrics.
 * {@link Web} tells paths apart, {@link ApiDoor} serves the tables, {@link PageFiles} the page, {@code openai} OpenAI's
 * clients; {@code visit} is what they share.
 *
 * <p>Holds no data and decides nothing: rights and limits are checked in the services.
 */
@NullMarked
package aurora.web;

import org.jspecify.annotations.NullMarked;
