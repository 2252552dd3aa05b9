/**
 * Roles, which carry privileges for their members.
 *
 * <p>On MySQL a role is an account that nobody can log in as; on MariaDB it is a thing of its own,
 * without a host. {@code RoleOptions} and {@code RoleChecks} are the manifest's side, {@code
 * RoleState} the server's, {@code MyRoles} compares the two, {@code RoleCreation} and {@code
 * RoleRemoval} are the steps. Roles are recorded among the users: on MySQL the two share their
 * names.
 */
@NullMarked
package io.dbprovision.mysql.role;

import org.jspecify.annotations.NullMarked;
