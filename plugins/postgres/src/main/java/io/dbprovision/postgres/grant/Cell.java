package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Privilege;

/** A claim come down to one thing: what in the end is held or not. */
record Cell(Thing thing, Privilege privilege, boolean option) {}
