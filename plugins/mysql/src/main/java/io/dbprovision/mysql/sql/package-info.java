/**
 * Quoting that is right on both servers and under every SQL mode, and the names that may be used.
 */
@NullMarked
package io.dbprovision.mysql.sql;

import org.jspecify.annotations.NullMarked;
