/**
 * Floor 3: conversations and runs.
 *
 * <p>Promises that a message acknowledged is on disk, and that a run belongs to the server: any device may watch,
 * stop or continue it. Needs the router. Never speaks to an engine itself. Data: entities {@code conversation},
 * {@code message}; views in schema {@code chat}.
 */
@NullMarked
package aurora.chat;

import org.jspecify.annotations.NullMarked;
