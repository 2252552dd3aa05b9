@NullMarked
package io.dbprovision.postgres.database;

import org.jspecify.annotations.NullMarked;
