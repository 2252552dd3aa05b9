package io.dbprovision.postgres.ownership;

import io.dbprovision.postgres.sql.Names;
import io.dbprovision.spi.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pair of automatic ownership.
 *
 * @param role owns the database and logs in nowhere
 * @param user the application's login, a member of the role
 * @param defaults whether each gets privileges on what the other creates later
 */
public record AutoOwnership(String role, String user, boolean defaults, boolean dropOnDelete) {
  /** To this length names were cut once, without a thought for others that begin alike. */
  private static final int CUT_ONCE = 63;

  /**
   * Empty unless it is switched on.
   *
   * @param recorded the block of the object's status: a pair made before keeps its names
   */
  public static Optional<AutoOwnership> of(
      String database, @Nullable OwnershipOptions asked, Section recorded) {
    if (asked == null || !Boolean.TRUE.equals(asked.autoOwnership())) {
      return Optional.empty();
    }
    return Optional.of(
        new AutoOwnership(
            name(asked.roleName(), "db_" + database + "_owner", recorded, "roleName"),
            name(asked.userName(), "db_" + database + "_app", recorded, "userName"),
            !Boolean.FALSE.equals(asked.setDefaultPrivileges()),
            Boolean.TRUE.equals(asked.dropOnDelete())));
  }

  /** What each gets on what the other creates later. */
  public List<LaterPrivileges> later(Collection<String> schemas) {
    List<LaterPrivileges> all = new ArrayList<>();
    if (defaults) {
      for (String schema : schemas) {
        both("tables", Set.of("SELECT", "INSERT", "UPDATE", "DELETE"), schema, all);
        both("sequences", Set.of("USAGE", "SELECT"), schema, all);
        both("functions", Set.of("EXECUTE"), schema, all);
      }
    }
    return all;
  }

  private void both(
      String objects, Set<String> privileges, String schema, List<LaterPrivileges> all) {
    all.add(new LaterPrivileges(role, schema, objects, user, privileges));
    all.add(new LaterPrivileges(user, schema, objects, role, privileges));
  }

  private static String name(@Nullable String asked, String usual, Section recorded, String key) {
    // a name that somebody asked for is obeyed or refused
    return asked == null || asked.isEmpty()
        ? cutOnce(usual, recorded, key).orElseGet(() -> Names.fitted(usual))
        : cutOnce(asked, recorded, key).orElse(asked);
  }

  private static Optional<String> cutOnce(String name, Section recorded, String key) {
    return Optional.of(name)
        .filter(whole -> whole.length() > CUT_ONCE)
        .map(whole -> whole.substring(0, CUT_ONCE))
        .filter(
            cut ->
                recorded.values().get("ownership") instanceof Map<?, ?> pair
                    && cut.equals(pair.get(key)));
  }
}
