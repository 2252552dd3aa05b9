package io.dbprovision.mysql.role;

import io.dbprovision.mysql.grant.GrantEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.mysql} of a role.
 *
 * @param roles that it is a member of
 * @param useNativeRoles the servers have roles, which are used; false asks for what is not there
 */
record RoleOptions(List<GrantEntry> grants, List<String> roles, @Nullable Boolean useNativeRoles) {
  static final RoleOptions NONE = new RoleOptions(List.of(), List.of(), null);

  RoleOptions {
    grants = List.copyOf(grants);
    roles = List.copyOf(roles);
  }
}
