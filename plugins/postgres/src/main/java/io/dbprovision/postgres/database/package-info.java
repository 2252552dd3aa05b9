/** Databases: what is there, what should be, and the way between. */
@NullMarked
package io.dbprovision.postgres.database;

import org.jspecify.annotations.NullMarked;
