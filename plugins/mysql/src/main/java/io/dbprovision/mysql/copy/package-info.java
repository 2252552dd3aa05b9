/**
 * Copies of databases, made by the servers' own client programs.
 *
 * <p>{@code MyLogicalDump} is both sides: the operator's, which lets a login in that can read one
 * database ({@code CopyLogin}), and the worker's, which runs the program with that login ({@code
 * ClientProgram}, {@code ClientFile}). Rows are counted as they go by, so what is remembered of a
 * copy is what is in it; {@code Contents} digests the definitions of everything else.
 */
@NullMarked
package io.dbprovision.mysql.copy;

import org.jspecify.annotations.NullMarked;
