package io.dbprovision.postgres.user;

import io.dbprovision.postgres.ownership.DatabaseClaims;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Section;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The memberships that other objects ask for, of whatever kind they are. What cannot be read of
 * them counts for nothing: it is in effect nowhere, and their own plans complain.
 */
final class ClaimedRoles {
  private ClaimedRoles() {}

  /**
   * @param member whose memberships they are
   */
  static Set<String> of(String member, Collection<Claim> claims) {
    Set<String> roles = new HashSet<>(DatabaseClaims.rolesOf(member, claims));
    for (Claim claim : claims) {
      roles.addAll(claim.roles());
      for (String list : List.of("inRoles", "roles")) {
        items(claim.section(), list).forEach(item -> add(item, roles));
      }
      for (Object item : items(claim.section(), "memberships")) {
        if (item instanceof Map<?, ?> membership) {
          add(membership.get("role"), roles);
        }
      }
    }
    return roles;
  }

  private static List<?> items(Section section, String key) {
    return section.values().get(key) instanceof List<?> items ? items : List.of();
  }

  private static void add(@Nullable Object item, Set<String> roles) {
    if (item instanceof String role) {
      roles.add(role);
    }
  }
}
