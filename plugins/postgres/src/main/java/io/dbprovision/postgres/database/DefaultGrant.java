package io.dbprovision.postgres.database;

import io.dbprovision.postgres.database.DatabaseOptions.DefaultPrivilege;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the entries of {@code defaultPrivileges} mean. */
final class DefaultGrant {
  /** As which the role PUBLIC is named. */
  static final String EVERYBODY = "public";

  private static final int MAINTAIN_SINCE = 17;
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "tables",
          Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"),
          "sequences",
          Set.of("USAGE", "SELECT", "UPDATE"),
          "functions",
          Set.of("EXECUTE"),
          "types",
          Set.of("USAGE"));

  /** The sorts of objects that there can be entries for. */
  static final Set<String> OBJECTS = KNOWN.keySet();

  private DefaultGrant() {}

  /** What may be given on that sort of object; {@code MAINTAIN} depends on the server. */
  static Set<String> known(String objects) {
    Set<String> known = new TreeSet<>(KNOWN.getOrDefault(objects, Set.of()));
    if (objects.equals("tables")) {
      known.add("MAINTAIN");
    }
    return known;
  }

  /** With {@code ALL} spelled out as that server means it. */
  static Set<String> expand(String objects, Collection<String> asked, int major) {
    Set<String> expanded = new TreeSet<>();
    for (String privilege : asked) {
      String word = privilege.strip().toUpperCase(Locale.ROOT);
      if (word.equals("ALL") || word.equals("ALL PRIVILEGES")) {
        expanded.addAll(known(objects));
        if (major < MAINTAIN_SINCE) {
          expanded.remove("MAINTAIN");
        }
      } else {
        expanded.add(word);
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
