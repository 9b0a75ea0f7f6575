/**
 * Floor 3: programs kept running beside the node: PostgreSQL, Redis, Ollama; one small file each.
 */
@NullMarked
package aurora.keep;

import org.jspecify.annotations.NullMarked;
