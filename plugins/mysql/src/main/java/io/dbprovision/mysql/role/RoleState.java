package io.dbprovision.mysql.role;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A role as the server has it.
 *
 * @param role whether it is one: on MariaDB the name may be a login's only
 * @param login whether somebody may log in as it
 * @param password whether it has one, as no role has
 */
record RoleState(boolean role, boolean login, boolean password, Recorded recorded) {
  private static final SqlText MYSQL =
      SqlText.of(
          "SELECT User, TRUE, account_locked <> 'Y', authentication_string <> ''"
              + " FROM mysql.user");
  private static final SqlText MARIADB =
      SqlText.of("SELECT User, is_role = 'Y', is_role <> 'Y', FALSE FROM mysql.user");

  /** Those that are there, in two queries. */
  static Map<String, RoleState> read(Sql sql, boolean mariadb, Collection<String> names)
      throws SQLException {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, Recorded> recorded = Records.USERS.read(sql, names);
    SqlText list = SqlText.join(", ", Set.copyOf(names).stream().map(MY::literal).toList());
    Map<String, RoleState> found = new HashMap<>();
    sql.query(
        SqlText.of("{} WHERE User IN ({})", mariadb ? MARIADB : MYSQL, list),
        row -> {
          String name = row.getString(1);
          RoleState account =
              new RoleState(
                  row.getBoolean(2),
                  row.getBoolean(3),
                  row.getBoolean(4),
                  recorded.getOrDefault(name, Recorded.nothing()));
          return found.merge(name, account, RoleState::and);
        });
    return found;
  }

  private RoleState and(RoleState other) {
    return new RoleState(
        role || other.role, login || other.login, password || other.password, recorded);
  }

  static Set<String> names(Sql sql, boolean mariadb) throws SQLException {
    return Set.copyOf(
        sql.query(
            SqlText.of(
                "SELECT DISTINCT User FROM mysql.user{}",
                mariadb ? SqlText.of(" WHERE is_role = 'Y'") : SqlText.of("")),
            row -> row.getString(1)));
  }
}
