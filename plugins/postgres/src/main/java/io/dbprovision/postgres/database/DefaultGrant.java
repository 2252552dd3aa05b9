package io.dbprovision.postgres.database;

import io.dbprovision.postgres.database.DatabaseOptions.DefaultPrivilege;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.postgres.sql.Privileges;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the entries of {@code defaultPrivileges} mean. */
final class DefaultGrant {
  /** As which the role PUBLIC is named. */
  static final String EVERYBODY = "public";

  private static final Map<String, Privileges> KNOWN =
      Map.of(
          "tables", Privileges.ON_TABLE,
          "sequences", Privileges.ON_SEQUENCE,
          "functions", Privileges.ON_ROUTINE,
          "types", Privileges.ON_TYPE);

  /** The sorts of objects that there can be entries for. */
  static final Set<String> OBJECTS = KNOWN.keySet();

  private DefaultGrant() {}

  /** What may be given on that sort of object by some version; empty for no such sort. */
  static Set<String> known(String objects) {
    Privileges known = KNOWN.get(objects);
    return known == null ? Set.of() : names(known.known());
  }

  private static Set<String> names(Set<Privilege> privileges) {
    return privileges.stream().map(Privilege::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** With {@code ALL} spelled out as that server means it. */
  static Set<String> expand(String objects, Collection<String> asked, int major) {
    Set<String> expanded = new TreeSet<>();
    Privileges known = KNOWN.get(objects);
    for (String privilege : asked) {
      if (!Privilege.isAll(privilege)) {
        expanded.add(privilege.strip().toUpperCase(Locale.ROOT));
      } else if (known != null) {
        expanded.addAll(names(known.in(major)));
      }
    }
    return expanded;
  }

  /**
   * What an entry asks for, one by one.
   *
   * @param owner of the database, who gives them
   */
  static List<DefaultRight> rights(DefaultPrivilege entry, String owner, int major) {
    String grantee = entry.role().equalsIgnoreCase(EVERYBODY) ? EVERYBODY : entry.role();
    return expand(entry.objectType(), entry.privileges(), major).stream()
        .map(
            privilege ->
                new DefaultRight(owner, entry.schema(), entry.objectType(), grantee, privilege))
        .toList();
  }
}
