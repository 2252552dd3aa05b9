package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Remark;

/** What the server-wide catalog says of a database. */
record DatabaseFacts(String owner, boolean connectable, Remark remark) {}
