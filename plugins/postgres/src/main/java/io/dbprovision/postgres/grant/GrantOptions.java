package io.dbprovision.postgres.grant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code spec.postgres} of a grant. */
record GrantOptions(
    List<GrantEntry> grants,
    List<String> roles,
    List<Default> defaultPrivileges,
    List<Membership> memberships) {

  GrantOptions {
    grants = List.copyOf(grants);
    roles = List.copyOf(roles);
    defaultPrivileges = List.copyOf(defaultPrivileges);
    memberships = List.copyOf(memberships);
  }

  /** Privileges on what a role creates later. */
  record Default(
      @Nullable String database,
      @Nullable String schema,
      @Nullable String grantedBy,
      @Nullable String objectType,
      List<String> privileges) {
    Default {
      privileges = List.copyOf(privileges);
    }
  }

  /**
   * Membership of a role.
   *
   * @param inherit null to leave it as the server has it
   * @param set null to leave it as the server has it
   */
  record Membership(
      @Nullable String role, boolean admin, @Nullable Boolean inherit, @Nullable Boolean set) {}
}
