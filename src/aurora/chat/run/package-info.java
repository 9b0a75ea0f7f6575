/**
 * The rendering of one answer, from its placeholder on disk to its end on disk. {@link aurora.chat.run.Launcher} begins
 * and ends runs, {@code ChatPipeline} is the list of steps, {@code ChatTurns} the state machine of a turn.
 *
 * <p>Needs the router and {@code store}. Never knows who watches, nor what is asked next: it tells a {@code Watcher}.
 */
@NullMarked
package aurora.chat.run;

import org.jspecify.annotations.NullMarked;
