/** Privileges, default privileges and memberships: what was given, by whom it is claimed. */
@NullMarked
package io.dbprovision.postgres.grant;

import org.jspecify.annotations.NullMarked;
