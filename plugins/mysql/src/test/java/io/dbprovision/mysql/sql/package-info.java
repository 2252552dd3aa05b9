@NullMarked
package io.dbprovision.mysql.sql;

import org.jspecify.annotations.NullMarked;
