@NullMarked
package io.dbprovision.jdbc.tool;

import org.jspecify.annotations.NullMarked;
