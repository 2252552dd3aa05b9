/**
 * What an engine plugin implements and what the operator hands to it.
 *
 * <p>Types that the operator hands to plugins grow: a plugin never switches exhaustively over an
 * enum or a type of this package, and never counts on having seen all methods of an interface it
 * does not implement itself.
 */
@NullMarked
package io.dbprovision.spi;

import org.jspecify.annotations.NullMarked;
