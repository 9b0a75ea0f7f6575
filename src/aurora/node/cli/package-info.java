/**
 * The command line: a small file per command. Commands that change data talk to the running node over its own API, by
 * the credential in its home that only its owner can read. Exit codes: 0 done, 1 failed, 2 wrong use, 3 the node does
 * not run, 4 refused to start.
 */
@NullMarked
package aurora.node.cli;

import org.jspecify.annotations.NullMarked;
