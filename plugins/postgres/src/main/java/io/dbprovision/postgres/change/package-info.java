/** Changes made of statements, and the one way they are applied. */
@NullMarked
package io.dbprovision.postgres.change;

import org.jspecify.annotations.NullMarked;
