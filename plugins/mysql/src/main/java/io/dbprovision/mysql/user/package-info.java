/**
 * Users. A user is one identity with one account for each host that it may come from: made, changed
 * and dropped together, recorded once.
 *
 * <p>{@code UserOptions} and {@code UserChecks} are the manifest's side, {@code Account} and {@code
 * UserState} the server's, {@code UserPlanner} compares the two. {@code Verifier} makes of a
 * password what the server stores, so that the password itself is in no statement. What roles it is
 * a member of is {@code Memberships}' of the grants.
 *
 * <p><b>Logins that take turns.</b> Their group is a role of the server, and the default role of
 * each login's accounts, so what the group may do they may do at once. What they make is no
 * group's: the servers have no owners, but a view or routine has the login that made it as its
 * definer. {@code MyOwnedObjects} lists that, and such a login is kept until it is handed over.
 *
 * <p><b>Two passwords of one login</b> (strategy {@code dual-password}). MySQL keeps the former
 * password beside a new one until it is discarded, and never more than one; MariaDB does not.
 * Though the manual does not say so, the server takes {@code RETAIN CURRENT PASSWORD} behind {@code
 * IDENTIFIED … AS}, too, so no statement holds a password. {@code PasswordChange} asks for it
 * unless the account has the new password already: after an interruption the new one would be kept
 * in the old one's place. Another authentication plug-in makes the old password worthless.
 */
@NullMarked
package io.dbprovision.mysql.user;

import org.jspecify.annotations.NullMarked;
