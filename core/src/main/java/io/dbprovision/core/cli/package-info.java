/** The program's sub-commands. */
@NullMarked
package io.dbprovision.core.cli;

import org.jspecify.annotations.NullMarked;
