/**
 * Floor 1: the one place that speaks JDBC: a bounded pool, plain helpers, migrations.
 */
@NullMarked
package aurora.ground.sql;

import org.jspecify.annotations.NullMarked;
