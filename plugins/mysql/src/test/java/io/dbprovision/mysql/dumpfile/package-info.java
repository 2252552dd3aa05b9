@NullMarked
package io.dbprovision.mysql.dumpfile;

import org.jspecify.annotations.NullMarked;
