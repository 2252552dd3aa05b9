@NullMarked
package io.dbprovision.postgres.sql;

import org.jspecify.annotations.NullMarked;
