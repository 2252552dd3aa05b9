/**
 * Users. A user is one identity with one account for each host that it may come from: made, changed
 * and dropped together, recorded once.
 *
 * <p>{@code UserOptions} and {@code UserChecks} are the manifest's side, {@code Account} and {@code
 * UserState} the server's, {@code UserPlanner} compares the two. {@code Verifier} makes of a
 * password what the server stores, so that the password itself is in no statement.
 */
@NullMarked
package io.dbprovision.mysql.user;

import org.jspecify.annotations.NullMarked;
