/**
 * Users. A user is one identity with one account for each host that it may come from: made, changed
 * and dropped together, recorded once.
 *
 * <p>{@code UserOptions} and {@code UserChecks} are the manifest's side, {@code Account} and {@code
 * UserState} the server's, {@code UserPlanner} compares the two. {@code Verifier} makes of a
 * password what the server stores, so that the password itself is in no statement. {@code Joined}
 * is what roles the accounts are members of, {@code Memberships} compares, {@code Joining} gives and
 * takes them.
 *
 * <p><b>Logins that take turns.</b> Their group is a role of the server, and the default role of each
 * login's accounts, so what the group may do they may do at once. What they make is no group's: the
 * servers have no owners, but a view or routine has the login that made it as its definer. {@code
 * MyOwnedObjects} lists that, and such a login is kept until it is handed over.
 *
 * <p><b>Two passwords of one login</b> (strategy {@code dual-password}). MySQL since 8.0.14 keeps
 * the former password beside a new one, until it is discarded; MariaDB does not. The capability
 * {@code DualPasswords} says that a server can, and discards; {@code UserSpec.retainFormer} asks the
 * change of a password to keep the one before. {@code RotationPolicy.supported()} refuses the
 * strategy for every engine today, without asking one. To obey it the core would ask the session for
 * the capability, set the new password with {@code retainFormer}, write the Secret, wait for the
 * grace period of {@code oldUserPolicy}, and discard; when the grace period began would be in {@code
 * status.rotation}, so that a restart forgets nothing. A server keeps no more than one former
 * password: another rotation within the grace period would have to wait.
 */
@NullMarked
package io.dbprovision.mysql.user;

import org.jspecify.annotations.NullMarked;
