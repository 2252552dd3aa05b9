/**
 * The text of a dump, as bytes: where its statements end, what they are, and what of them another
 * database under another login can take.
 *
 * <p>A dump is never read as characters: values of any character set stand in it. {@code
 * StatementSplitter} follows the servers' own client in what ends a statement, {@code Code} knows
 * names, texts and comments apart, {@code DumpFilter} passes rows through as they are and lets
 * {@code StatementRules} judge everything else.
 */
@NullMarked
package io.dbprovision.mysql.dumpfile;

import org.jspecify.annotations.NullMarked;
