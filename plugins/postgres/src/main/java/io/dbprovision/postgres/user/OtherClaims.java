package io.dbprovision.postgres.user;

import io.dbprovision.spi.Claim;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Memberships that other objects ask for. What is wrong with them is theirs to say. */
final class OtherClaims {
  private OtherClaims() {}

  static Set<String> roles(List<Claim> others) {
    Set<String> roles = new HashSet<>();
    for (Claim claim : others) {
      roles.addAll(claim.roles());
      texts(claim.section().values().get("roles"), roles);
      if (claim.section().values().get("memberships") instanceof List<?> memberships) {
        for (Object membership : memberships) {
          if (membership instanceof Map<?, ?> entry && entry.get("role") instanceof String role) {
            roles.add(role);
          }
        }
      }
    }
    return roles;
  }

  private static void texts(@org.jspecify.annotations.Nullable Object list, Set<String> into) {
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof String text) {
          into.add(text);
        }
      }
    }
  }
}
