package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Privilege;

/**
 * A claim come down to one thing: what in the end is held or not.
 *
 * @param thing never all of a sort
 * @param option whether it is the right to pass the privilege on, and not the privilege itself
 */
record Cell(Thing thing, Privilege privilege, boolean option) {}
