package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roles that the accounts of a user are members of, by host, and those of them that are in
 * effect without SET ROLE.
 */
record Joined(Map<String, Set<String>> roles, Map<String, Set<String>> byDefault) {
  private static final Joined NOTHING = new Joined(Map.of(), Map.of());

  static Joined nothing() {
    return NOTHING;
  }

  /** Those that have any, in two queries. */
  static Map<String, Joined> read(Sql sql, boolean mariadb, Collection<String> users)
      throws SQLException {
    if (users.isEmpty()) {
      return Map.of();
    }
    SqlText list = SqlText.join(", ", Set.copyOf(users).stream().map(MY::literal).toList());
    Map<String, Joined> found = new HashMap<>();
    sql.query(
        mariadb
            ? SqlText.of(
                "SELECT User, LOWER(Host), Role FROM mysql.roles_mapping WHERE User IN ({})", list)
            : SqlText.of(
                "SELECT TO_USER, LOWER(TO_HOST), FROM_USER FROM mysql.role_edges"
                    + " WHERE TO_USER IN ({})",
                list),
        row -> put(of(found, row.getString(1)).roles, row.getString(2), row.getString(3)));
    sql.query(
        mariadb
            ? SqlText.of(
                "SELECT User, LOWER(Host), JSON_VALUE(Priv, '$.default_role')"
                    + " FROM mysql.global_priv WHERE User IN ({})"
                    + " AND COALESCE(JSON_VALUE(Priv, '$.default_role'), '') <> ''",
                list)
            : SqlText.of(
                "SELECT USER, LOWER(HOST), DEFAULT_ROLE_USER FROM mysql.default_roles"
                    + " WHERE USER IN ({})",
                list),
        row -> put(of(found, row.getString(1)).byDefault, row.getString(2), row.getString(3)));
    return found;
  }

  private static Joined of(Map<String, Joined> found, String user) {
    return found.computeIfAbsent(user, name -> new Joined(new HashMap<>(), new HashMap<>()));
  }

  private static boolean put(Map<String, Set<String>> into, String host, String role) {
    return into.computeIfAbsent(host, key -> new TreeSet<>()).add(role);
  }

  /** Those of at least one account. */
  Set<String> any() {
    Set<String> all = new TreeSet<>();
    roles.values().forEach(all::addAll);
    return all;
  }

  boolean has(String host, String role) {
    return roles.getOrDefault(host, Set.of()).contains(role);
  }

  boolean hasByDefault(String host, String role) {
    return byDefault.getOrDefault(host, Set.of()).contains(role);
  }
}
