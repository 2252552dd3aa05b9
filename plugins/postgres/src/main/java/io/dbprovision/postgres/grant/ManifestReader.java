package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.ownership.DatabaseClaims;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what manifests ask for.
 *
 * @param home the database that an entry without one means
 * @param major of the server; decides what ALL is
 */
record ManifestReader(String home, int major) {
  /** Knows all privileges: for checks that are made without a server. */
  static final int ANY_MAJOR = Integer.MAX_VALUE;

  private static final Map<String, Sort> DEFAULTS =
      Map.of(
          "tables", Sort.DEFAULT_TABLES,
          "sequences", Sort.DEFAULT_SEQUENCES,
          "functions", Sort.DEFAULT_FUNCTIONS,
          "types", Sort.DEFAULT_TYPES,
          "schemas", Sort.DEFAULT_SCHEMAS);

  private static final Problems IGNORED = (kind, path, message) -> {};

  /** The whole block of a grant. */
  Asked grant(Section section, Problems problems) {
    Asked asked = new Asked();
    GrantOptions options = section.as(GrantOptions.class);
    entries(section.path() + ".grants", options.grants(), problems, asked);
    for (int i = 0; i < options.roles().size(); i++) {
      member(section.path() + ".roles[" + i + "]", options.roles().get(i), problems, asked);
    }
    for (int i = 0; i < options.defaultPrivileges().size(); i++) {
      String path = section.path() + ".defaultPrivileges[" + i + "]";
      defaults(path, options.defaultPrivileges().get(i), problems, asked);
    }
    for (int i = 0; i < options.memberships().size(); i++) {
      String path = section.path() + ".memberships[" + i + "]";
      membership(path, options.memberships().get(i), problems, asked);
    }
    return asked;
  }

  /** Entries of {@code grants} alone. */
  Asked inline(String path, List<GrantEntry> entries, Problems problems) {
    Asked asked = new Asked();
    entries(path, entries, problems, asked);
    return asked;
  }

  /**
   * What other objects claim, of whatever kind they are. An item that cannot be read counts for
   * nothing, and does not stop the others: it is in effect nowhere.
   */
  Set<GrantClaim> others(String grantee, List<Claim> claims) {
    Asked asked = new Asked();
    for (Claim claim : claims) {
      if (claim.database().isPresent()) {
        database(grantee, claim.database().get(), asked);
        continue;
      }
      Section section = claim.section();
      String path = section.path();
      claim.roles().forEach(role -> member(path, role, IGNORED, asked));
      for (String key : List.of("roles", "inRoles")) {
        items(section, key).stream()
            .filter(String.class::isInstance)
            .forEach(role -> member(path, (String) role, IGNORED, asked));
      }
      items(section, "grants")
          .forEach(
              item ->
                  bound(item, GrantEntry.class)
                      .ifPresent(
                          entry -> EntryReader.read(path, entry, home, major, IGNORED, asked)));
      items(section, "defaultPrivileges")
          .forEach(
              item ->
                  bound(item, GrantOptions.Default.class)
                      .ifPresent(entry -> defaults(path, entry, IGNORED, asked)));
      items(section, "memberships")
          .forEach(
              item ->
                  bound(item, GrantOptions.Membership.class)
                      .ifPresent(entry -> membership(path, entry, IGNORED, asked)));
    }
    Set<GrantClaim> found = new HashSet<>();
    asked.wishes().forEach(wish -> found.add(wish.claim()));
    return found;
  }

  /** How another object wants memberships to work, by role. */
  Map<String, Asked.Ways> ways(Claim claim) {
    Asked asked = new Asked();
    items(claim.section(), "memberships")
        .forEach(
            item ->
                bound(item, GrantOptions.Membership.class)
                    .ifPresent(entry -> membership(claim.section().path(), entry, IGNORED, asked)));
    return asked.ways();
  }

  /** What a database's manifest makes of that one and gives to it. */
  private void database(String grantee, DatabaseSpec database, Asked asked) {
    String path = database.section().path();
    DatabaseClaims.rolesOf(grantee, List.of(Claim.of(database)))
        .forEach(role -> member(path, role, IGNORED, asked));
    DatabaseGifts.to(grantee, database).forEach(entry -> defaults(path, entry, IGNORED, asked));
  }

  private static List<?> items(Section section, String key) {
    return section.values().get(key) instanceof List<?> items ? items : List.of();
  }

  @SuppressWarnings("unchecked") // maps of JSON have texts as keys, and the binder checks the rest
  private static <R extends Record> Optional<R> bound(@Nullable Object item, Class<R> type) {
    try {
      return item instanceof Map<?, ?> map
          ? Optional.of(Section.of("", (Map<String, ?>) map).as(type))
          : Optional.empty();
    } catch (EngineException e) {
      return Optional.empty();
    }
  }

  private void entries(String path, List<GrantEntry> entries, Problems problems, Asked asked) {
    for (int i = 0; i < entries.size(); i++) {
      EntryReader.read(path + "[" + i + "]", entries.get(i), home, major, problems, asked);
    }
  }

  private static void member(String field, @Nullable String role, Problems problems, Asked asked) {
    if (role == null) {
      problems.add(ErrorKind.INVALID, field, "must name a role");
    } else if (EntryReader.name(field, role, problems)) {
      GrantClaim claim = new GrantClaim(Target.role(role), Privilege.MEMBER, false);
      asked.add(new Wish(claim, field, field));
    }
  }

  private static void membership(
      String path, GrantOptions.Membership entry, Problems problems, Asked asked) {
    String role = entry.role();
    member(path + ".role", role, problems, asked);
    if (role == null) {
      return;
    }
    if (entry.admin()) {
      GrantClaim claim = new GrantClaim(Target.role(role), Privilege.MEMBER, true);
      asked.add(new Wish(claim, path + ".admin", path + ".role"));
    }
    if (entry.inherit() != null || entry.set() != null) {
      String field = path + (entry.inherit() != null ? ".inherit" : ".set");
      asked.way(role, new Asked.Ways(entry.inherit(), entry.set(), field));
    }
  }

  private void defaults(String path, GrantOptions.Default entry, Problems problems, Asked asked) {
    String database = EntryReader.blank(entry.database()) ? home : String.valueOf(entry.database());
    String schema = entry.schema() == null ? "" : entry.schema();
    String grantedBy = entry.grantedBy() == null ? "" : entry.grantedBy();
    String type = entry.objectType() == null ? "" : entry.objectType().toLowerCase(Locale.ROOT);
    Sort sort = DEFAULTS.get(type);
    if (sort == null) {
      problems.add(
          ErrorKind.INVALID,
          path + ".objectType",
          "must be one of tables, sequences, functions, types, schemas");
      return;
    }
    boolean fits = EntryReader.name(path + ".database", database, problems);
    fits &= EntryReader.name(path + ".grantedBy", grantedBy, problems);
    if (sort != Sort.DEFAULT_SCHEMAS) {
      fits &= EntryReader.schema(path + ".schema", schema, problems);
    } else if (!schema.isEmpty()) {
      problems.add(ErrorKind.INVALID, path + ".schema", "must be empty: schemas are in no schema");
      fits = false;
    }
    List<Privilege> privileges = new Words(path, entry.privileges(), major, problems).on(sort);
    if (fits) {
      Target target = new Target(sort, database, schema, grantedBy, "");
      for (Privilege privilege : privileges) {
        asked.add(new Wish(new GrantClaim(target, privilege, false), path + ".grantedBy", path));
      }
    }
  }
}
