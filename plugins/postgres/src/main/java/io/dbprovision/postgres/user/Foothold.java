package io.dbprovision.postgres.user;

import io.dbprovision.postgres.sql.Remark;

/**
 * A database in which, or on which, a role or one that it is a member of owns or holds something.
 */
record Foothold(String database, Remark remark) {}
