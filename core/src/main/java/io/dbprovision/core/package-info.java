/** The program's entry point. */
@NullMarked
package io.dbprovision.core;

import org.jspecify.annotations.NullMarked;
