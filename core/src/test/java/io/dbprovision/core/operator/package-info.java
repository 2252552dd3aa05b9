@NullMarked
package io.dbprovision.core.operator;

import org.jspecify.annotations.NullMarked;
