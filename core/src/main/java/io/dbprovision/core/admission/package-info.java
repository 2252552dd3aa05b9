/**
 * What is said at once to whoever applies or deletes an object, where it takes knowledge of other
 * objects to say it. Optional: without it the same is said in a condition, a little later.
 */
@NullMarked
package io.dbprovision.core.admission;

import org.jspecify.annotations.NullMarked;
