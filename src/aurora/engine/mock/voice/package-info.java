/**
 * What a mock engine hears and says: requests, answers by Ollama's and OpenAI's protocols, the script of tokens.
 *
 * <p>Needs a connection. Knows no models, no time and no faults.
 */
@NullMarked
package aurora.engine.mock.voice;

import org.jspecify.annotations.NullMarked;
