/**
 * Floor 2: the table from which a service's HTTP routes, its OpenAPI description, the fuzzer's inputs and its
 * authorisation test are derived.
 */
@NullMarked
package aurora.mesh.contract;

import org.jspecify.annotations.NullMarked;
