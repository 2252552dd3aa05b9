/**
 * Users' own statements, run by a login that has rights on one database and nothing else.
 *
 * <p>PostgreSQL's scripts act as the database's owner; here no database has one. So each database
 * has a login of its own for its scripts ({@code ScriptLogin}): made for the first script, let in
 * with a password of that moment only, and dropped after it. One thing keeps it: a view, routine,
 * trigger or event runs with the rights of who made it, and is of no use without that account. Then
 * the login stays, locked and without a password that anybody knows, until the database goes or
 * nothing is its work any more.
 *
 * <p>It may do what the operator's login can pass on ({@code Rights}), on that database only, and
 * cannot pass anything on itself: grants are objects of their own. Functions and triggers need
 * {@code log_bin_trust_function_creators} on a server that writes a binary log: no login without
 * SUPER makes them otherwise, and this one never has it.
 *
 * <p>The servers commit by themselves before and after each statement that makes, alters or drops
 * something. A script that asks for all or nothing is refused when it holds such a statement
 * ({@code Commits}): the promise could not be kept. What a routine that is called commits cannot be
 * seen from here.
 *
 * <p>{@code ScriptLexer} finds where statements end, by the {@code sql_mode} of the session, with
 * {@code Blocks} to tell the semicolons within a routine. There is no DELIMITER: that word is the
 * client's, and is refused. {@code ScriptFailure} says what went wrong without a word of the
 * script.
 */
@NullMarked
package io.dbprovision.mysql.script;

import org.jspecify.annotations.NullMarked;
