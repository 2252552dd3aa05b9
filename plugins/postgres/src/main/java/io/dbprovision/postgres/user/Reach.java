package io.dbprovision.postgres.user;

import io.dbprovision.postgres.sql.Remark;

/**
 * A role that another one is a member of, directly or through others: whoever is made a member of
 * that one can act as this one.
 *
 * @param elevated whether it reaches beyond a tenant by an attribute of its own
 */
record Reach(String role, boolean elevated, Remark remark) {}
