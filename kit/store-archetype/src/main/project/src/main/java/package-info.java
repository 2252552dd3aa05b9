/** The store ${storeName}. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
