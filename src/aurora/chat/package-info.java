/**
 * Floor 3: conversations and runs.
 *
 * <p>Promises that a message acknowledged is on disk, exactly once, and that a run belongs to the server: any device
 * may watch, stop or continue it, and it goes on when the browser closes. Needs the router. Never speaks to an engine
 * itself, and never tells one user of another's conversations. Data: entities {@code conversation} and {@code
 * message} (key: their id); views in schema {@code chat}.
 *
 * <p>The path of a message: {@link aurora.chat.ChatService} checks the right, {@code conversation.Sending} puts message
 * and placeholder on disk, {@code run.ChatPipeline} walks the visible list of steps, {@code run.ChatTurns} says what
 * each event means, {@code run.Run} does it, {@code run.RunLog} is what watchers read.
 *
 * <p>The parts, each using those after it only: {@code transfer}, {@code conversation}, {@code run}, {@code store},
 * {@code input}.
 *
 * <p>Order of locks: a conversation's, then a run's, then a log's; never the other way round.
 */
@NullMarked
package aurora.chat;

import org.jspecify.annotations.NullMarked;
