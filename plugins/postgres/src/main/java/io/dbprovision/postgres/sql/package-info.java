/** PostgreSQL's own words: quoting, remarks, privileges, and what each version has. */
@NullMarked
package io.dbprovision.postgres.sql;

import org.jspecify.annotations.NullMarked;
