/** Lets an object go only after what depends on it. */
@NullMarked
package io.dbprovision.core.deletion;

import org.jspecify.annotations.NullMarked;
