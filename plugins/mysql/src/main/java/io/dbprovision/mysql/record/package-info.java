/**
 * Who owns what on the server, kept in a small database of our own, {@code _dbops}.
 *
 * <p>Why not where the objects are: neither product has comments on databases that a login without
 * SUPER may keep a record in on both (MariaDB's comments, since 10.5, would be the exception),
 * MySQL has attributes of users and MariaDB has none. A table works alike on both, for databases
 * and users, needs no privilege beyond those that the operator's login has anyway, is one read for
 * all objects of a server, and travels with dumps and replicas of the whole server.
 *
 * <p>What it costs: the record does not go with the object. So an object that is not on the server
 * has no owner, whatever the table says; a row is written <em>before</em> the object is made, as an
 * intent, and confirmed after; an object that is found behind an intent only is taken for ours when
 * it is still empty, a login when the server checks its password against what was announced. Steps
 * on one object are kept apart by a lock of the server, which ends with the connection. One case
 * stays open: who drops an object of ours by hand and makes another of the same name before the
 * operator looks again will find it taken for ours.
 *
 * <p>The same database holds a secret, of which the names of the locks are made: else every login
 * could take them.
 *
 * <p>{@code Recorded} is what is known of one object, {@code Records} reads and writes them, {@code
 * Bookkeeping} makes the tables and holds the identity of a server that has none itself, {@code
 * Announced} tells whether an intent was ours, {@code ObjectLock} is the lock.
 */
@NullMarked
package io.dbprovision.mysql.record;

import org.jspecify.annotations.NullMarked;
