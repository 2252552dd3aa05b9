/** The operator as a process: everything wired, started in order, stopped in order. */
@NullMarked
package io.dbprovision.core.operator;

import org.jspecify.annotations.NullMarked;
