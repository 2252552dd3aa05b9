@NullMarked
package io.dbprovision.mysql.script;

import org.jspecify.annotations.NullMarked;
