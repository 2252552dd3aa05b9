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
 * <p><b>Two passwords of one login</b> (strategy {@code dual-password}) are not there yet. MySQL
 * since 8.0.14 keeps the former password beside a new one until it is discarded; MariaDB does not.
 * The least that would let an engine offer it: a capability {@code DualPasswords} of the session,
 * whose one method discards the former password of a login, and a flag of {@code UserSpec} that
 * asks the change of a password to keep the one before. {@code RotationPolicy.supported()}, which
 * knows no session, would become a question to that capability. The core would then set the new
 * password, write the Secret, wait for the grace period of {@code oldUserPolicy} and discard; when
 * that period began belongs into {@code status.rotation}, so that a restart forgets nothing. A
 * server keeps one former password only, so a second rotation within the period has to wait.
 *
 * <p>Nothing on MySQL stands against it: though the manual does not say so, the server takes {@code
 * RETAIN CURRENT PASSWORD} behind {@code IDENTIFIED … AS}, too (seen on 9.7), so no statement would
 * hold a password. {@code DISCARD OLD PASSWORD} takes the former one away.
 */
@NullMarked
package io.dbprovision.mysql.user;

import org.jspecify.annotations.NullMarked;
