/** PostgreSQL's quoting, the ownership record, and changes made of statements. */
@NullMarked
package io.dbprovision.postgres.sql;

import org.jspecify.annotations.NullMarked;
