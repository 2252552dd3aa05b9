/**
 * Databases made of copies again, on servers that cannot rename one.
 *
 * <p>A worker fills a temporary database with the servers' own client program; what it is sent went
 * through {@code DumpFilter}. Then the tables of the target and those of the temporary database
 * change places in one statement ({@code Swap}). What cannot be renamed, triggers, views, routines
 * and events, is read before, written down in the operator's own database ({@code Journal}), and
 * made anew in the target. So whoever comes after a crash goes on or back: back as long as the
 * tables are where they were, on from there.
 *
 * <p>What is made anew runs with the rights of the login that the database's scripts have ({@code
 * ScriptLogin}), which is locked and has rights on that database only. Neither the one who is named
 * in the dump nor the operator's admin may be it: whoever can write into a database that is copied
 * would then write code that runs with their rights.
 */
@NullMarked
package io.dbprovision.mysql.restore;

import org.jspecify.annotations.NullMarked;
