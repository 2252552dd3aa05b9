package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A user as the server has it, and what is recorded of it. */
record UserState(String name, List<Account> accounts, Recorded recorded) {
  private static final SqlText COLUMNS =
      SqlText.of(
          "SELECT u.User AS user, u.Host AS host, u.plugin,"
              + " CAST(u.authentication_string AS BINARY) AS verifier, u.ssl_type,"
              + " CONVERT(u.x509_issuer USING utf8mb4) AS issuer,"
              + " CONVERT(u.x509_subject USING utf8mb4) AS subject,"
              + " CONVERT(u.ssl_cipher USING utf8mb4) AS cipher,"
              + " u.max_questions, u.max_updates, u.max_connections, u.max_user_connections,");
  private static final SqlText MYSQL =
      SqlText.of(
          "{} u.account_locked = 'Y' AS locked,"
              + " COALESCE(u.User_attributes->>'$.Password_locking.failed_login_attempts', 0)"
              + " AS attempts,"
              + " COALESCE(u.User_attributes->>'$.Password_locking.password_lock_time_days', 0)"
              + " AS lock_days, u.password_lifetime AS lifetime,"
              + " u.Password_reuse_history AS history, u.Password_reuse_time AS reuse,"
              + " COALESCE(JSON_CONTAINS_PATH(u.User_attributes, 'one',"
              + " '$.additional_password'), 0) AS replaced FROM mysql.user u WHERE TRUE",
          COLUMNS);
  private static final SqlText MARIADB =
      SqlText.of(
          "{} COALESCE(JSON_VALUE(g.Priv, '$.account_locked'), 0) IN ('1', 'true') AS locked,"
              + " 0 AS attempts, 0 AS lock_days,"
              + " JSON_VALUE(g.Priv, '$.password_lifetime') AS lifetime,"
              + " NULL AS history, NULL AS reuse, 0 AS replaced"
              + " FROM mysql.user u JOIN mysql.global_priv g ON g.User = u.User"
              + " AND g.Host = u.Host WHERE u.is_role <> 'Y'",
          COLUMNS);

  UserState {
    accounts = List.copyOf(accounts);
  }

  /** Those that are there, in two queries. */
  static Map<String, UserState> read(Sql sql, boolean mariadb, Collection<String> names)
      throws SQLException {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, Recorded> recorded = Records.USERS.read(sql, names);
    SqlText list = SqlText.join(", ", Set.copyOf(names).stream().map(MY::literal).toList());
    Map<String, List<Account>> accounts = new HashMap<>();
    for (Account account :
        sql.query(
            SqlText.of("{} AND u.User IN ({}) ORDER BY u.Host", mariadb ? MARIADB : MYSQL, list),
            Account::of)) {
      accounts.computeIfAbsent(account.user(), name -> new ArrayList<>()).add(account);
    }
    Map<String, UserState> found = new HashMap<>();
    accounts.forEach(
        (name, all) ->
            found.put(
                name, new UserState(name, all, recorded.getOrDefault(name, Recorded.nothing()))));
    return found;
  }

  /** Those of the names that are roles' on MariaDB, where a login can have the same. */
  static Set<String> roles(Sql sql, Collection<String> names) throws SQLException {
    SqlText list = SqlText.join(", ", Set.copyOf(names).stream().map(MY::literal).toList());
    return Set.copyOf(
        sql.query(
            SqlText.of("SELECT User FROM mysql.user WHERE is_role = 'Y' AND User IN ({})", list),
            row -> row.getString(1)));
  }

  static Set<String> names(Sql sql, boolean mariadb) throws SQLException {
    SqlText all = mariadb ? MARIADB : MYSQL;
    return Set.copyOf(
        sql.query(SqlText.of("SELECT DISTINCT user FROM ({}) a", all), row -> row.getString(1)));
  }

  Optional<Account> at(String host) {
    return accounts.stream().filter(account -> account.host().equals(host)).findFirst();
  }
}
