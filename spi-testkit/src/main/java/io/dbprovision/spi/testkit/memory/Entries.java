package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Section;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Memberships and privileges as the attributes {@code roles.<role>} and {@code
 * grants.<database>:<privilege>} of whoever holds them. An attribute's name is the id of the claim.
 */
final class Entries {
  static final String ROLE = "roles.";
  static final String GRANT = "grants.";
  private static final String ALL = "*";

  private Entries() {}

  static boolean isEntry(String attribute) {
    return attribute.startsWith(ROLE) || attribute.startsWith(GRANT);
  }

  /** What a block asks for, in its order; what cannot be read of it asks for nothing. */
  static Set<String> of(Section section) {
    Set<String> entries = new LinkedHashSet<>();
    for (Object item : items(section.values().get("grants"))) {
      if (item instanceof Map<?, ?> grant) {
        entries.addAll(of(String.valueOf(grant.get("on")), items(grant.get("privileges"))));
      }
    }
    items(section.values().get("roles")).forEach(role -> entries.add(ROLE + role));
    return entries;
  }

  /** The same with an entry for each database where the block says {@code *}. */
  static Set<String> of(Section section, InMemoryServer server) {
    Set<String> entries = new LinkedHashSet<>();
    for (String entry : of(section)) {
      if (object(entry).equals(ALL)) {
        String privilege = entry.substring(entry.lastIndexOf(':') + 1);
        server.databases().keySet().forEach(one -> entries.addAll(of(one, List.of(privilege))));
      } else {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** Whether databases that are yet to be made are meant, too. */
  static boolean openEnded(Section section) {
    return of(section).stream().anyMatch(entry -> object(entry).equals(ALL));
  }

  static Set<String> of(String object, Collection<?> privileges) {
    Set<String> entries = new LinkedHashSet<>();
    privileges.forEach(privilege -> entries.add(GRANT + object + ":" + privilege));
    return entries;
  }

  static Set<String> of(Collection<Claim> claims) {
    Set<String> entries = new LinkedHashSet<>();
    for (Claim claim : claims) {
      entries.addAll(of(claim.section()));
      claim.roles().forEach(role -> entries.add(ROLE + role));
    }
    return entries;
  }

  /** The claims for what is asked for, and for what of the record only others ask for now. */
  static List<ChangeId> claims(
      Collection<String> asked, Set<ChangeId> issued, Collection<Claim> others) {
    Set<String> claims = new LinkedHashSet<>(asked);
    of(others).stream().filter(one -> issued.contains(new ChangeId(one))).forEach(claims::add);
    return claims.stream().map(ChangeId::new).toList();
  }

  /** Whether that, which the entry is about, is there. */
  static boolean hasObject(InMemoryServer server, String entry) {
    return entry.startsWith(ROLE)
        ? server.hasGrantee(entry.substring(ROLE.length()))
        : server.databases().containsKey(object(entry));
  }

  /** The database that a privilege is on; for all memberships the same. */
  static String object(String entry) {
    return entry.startsWith(ROLE) ? ROLE : entry.substring(GRANT.length(), entry.lastIndexOf(':'));
  }

  private static List<?> items(@Nullable Object value) {
    return value instanceof List<?> items ? items : List.of();
  }
}
