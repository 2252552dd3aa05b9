package io.dbprovision.postgres.ownership;

import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Section;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What databases' manifests make of logins and roles by automatic ownership. A block that cannot be
 * read makes nothing: it is in effect nowhere, and the database's own plan complains.
 */
public final class DatabaseClaims {
  private DatabaseClaims() {}

  /** The databases among those who ask. */
  public static List<DatabaseSpec> databases(Collection<Claim> claims) {
    return claims.stream().flatMap(claim -> claim.database().stream()).toList();
  }

  public static Optional<AutoOwnership> pair(DatabaseSpec database) {
    try {
      return database.section().values().get("ownership") instanceof Map<?, ?> block
          ? AutoOwnership.of(
              database.name(), section(block).as(OwnershipOptions.class), database.recorded())
          : Optional.empty();
    } catch (EngineException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("unchecked") // maps of JSON have texts as keys, and the binder checks the rest
  private static Section section(Map<?, ?> block) {
    return Section.of("ownership", (Map<String, ?>) block);
  }

  /** The roles that a login is a member of because it is the application's login of a database. */
  public static Set<String> rolesOf(String login, Collection<Claim> claims) {
    Set<String> roles = new LinkedHashSet<>();
    for (DatabaseSpec database : databases(claims)) {
      pair(database).filter(pair -> pair.user().equals(login)).ifPresent(p -> roles.add(p.role()));
    }
    return roles;
  }

  /** For which database of the same tenant that login or role was made. */
  public static Optional<Owner> maker(String role, Owner asker, Collection<Claim> claims) {
    return databases(claims).stream()
        .filter(database -> database.owner().sameTenant(asker))
        .filter(
            database ->
                pair(database)
                    .filter(pair -> pair.user().equals(role) || pair.role().equals(role))
                    .isPresent())
        .map(DatabaseSpec::owner)
        .findFirst();
  }

  /** The schemas of the manifest, with {@code public}. */
  public static Set<String> schemas(DatabaseSpec database) {
    Set<String> names = new LinkedHashSet<>(Set.of("public"));
    if (database.section().values().get("schemas") instanceof List<?> schemas) {
      for (Object item : schemas) {
        if (item instanceof Map<?, ?> schema && schema.get("name") instanceof String name) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
