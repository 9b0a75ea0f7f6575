/**
 * Floor 3: the one door. Serves the page, {@code /api/...} from the contract tables, OpenAI's API, health and metrics.
 *
 * <p>Holds no data and decides nothing: rights and limits are checked in the services.
 */
@NullMarked
package aurora.web;

import org.jspecify.annotations.NullMarked;
