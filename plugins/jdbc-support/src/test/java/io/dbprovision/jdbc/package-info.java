@NullMarked
package io.dbprovision.jdbc;

import org.jspecify.annotations.NullMarked;
