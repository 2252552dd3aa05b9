@NullMarked
package io.dbprovision.mysql.copy;

import org.jspecify.annotations.NullMarked;
