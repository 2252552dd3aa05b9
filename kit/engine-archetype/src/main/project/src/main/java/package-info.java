/** The engine ${engineName}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
