package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.sql.Privilege;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an access list: what a grantee holds on a thing, and from whom. Of a membership it
 * also says how it works; the server tells that since PostgreSQL 16.
 *
 * @param grantor the name of the role that gave it
 * @param grantable whether it may be passed on
 * @param inherit null for what is no membership, and before PostgreSQL 16
 * @param set as {@code inherit}
 */
record Holding(
    Privilege privilege,
    String grantor,
    boolean grantable,
    @Nullable Boolean inherit,
    @Nullable Boolean set) {
  static Holding of(Privilege privilege, String grantor, boolean grantable) {
    return new Holding(privilege, grantor, grantable, null, null);
  }
}
