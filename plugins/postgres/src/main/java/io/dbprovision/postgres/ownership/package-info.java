/** Automatic ownership: what a database's manifest makes of roles, for all who plan roles. */
@NullMarked
package io.dbprovision.postgres.ownership;

import org.jspecify.annotations.NullMarked;
