package io.dbprovision.postgres.ownership;

import java.util.Set;

/**
 * What a role gives on what it creates later.
 *
 * @param objects {@code tables}, {@code sequences} or {@code functions}
 */
public record LaterPrivileges(
    String creator, String schema, String objects, String grantee, Set<String> privileges) {
  public LaterPrivileges {
    privileges = Set.copyOf(privileges);
  }
}
