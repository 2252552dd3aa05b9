@NullMarked
package io.dbprovision.mysql;

import org.jspecify.annotations.NullMarked;
