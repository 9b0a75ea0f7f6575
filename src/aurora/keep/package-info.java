/**
 * Floor 3: the programs kept running beside the node: PostgreSQL, Redis, Ollama. {@link aurora.keep.Keep} ties them
 * together and shows them.
 *
 * <p>Promises that what dies is started again and that nothing outlives the node. Each program is a driver, in
 * {@code driver} or, with more to it, in {@code postgres}; {@code supervisor} keeps one running; {@code files} is where
 * they lie. Needs the ground only. Never stops or changes a program that is somebody else's.
 */
@NullMarked
package aurora.keep;

import org.jspecify.annotations.NullMarked;
