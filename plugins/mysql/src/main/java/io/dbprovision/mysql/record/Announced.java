package io.dbprovision.mysql.record;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * Whether a login or role that is found behind an announcement is what was announced, or was made
 * by somebody else before the operator came to it. A login is known by what the server checks its
 * password against, which nobody else can have made; a role as it is at first is nobody's loss.
 */
public final class Announced {
  /** Of a role: nothing tells one from another. */
  public static final String ROLE = "";

  private static final SqlText ACCOUNTS = SqlText.of("SELECT * FROM mysql.user WHERE User = ?");
  private static final SqlText VERIFIERS =
      SqlText.of("SELECT CAST(authentication_string AS BINARY) FROM mysql.user WHERE User = ?");
  private static final SqlText NONE = SqlText.of("");
  private static final String ONLY_LOGIN = "GRANT USAGE ON *.* TO ";

  private Announced() {}

  /** What a login is to be known by. */
  public static String login(SecretText verifier) {
    return Digest.hex(verifier.reveal());
  }

  /** Whether all accounts of that name are what was announced; true when there is none. */
  static boolean is(Sql sql, String name, String mark) throws SQLException {
    return mark.equals(ROLE) ? isNewRole(sql, name) : hasVerifier(sql, name, mark);
  }

  private static boolean hasVerifier(Sql sql, String name, String mark) throws SQLException {
    return sql
        .query(VERIFIERS, row -> Objects.requireNonNullElse(row.getBytes(1), new byte[0]), name)
        .stream()
        .map(bytes -> SecretText.of(new String(bytes, StandardCharsets.ISO_8859_1)))
        .allMatch(verifier -> login(verifier).equals(mark));
  }

  private static boolean isNewRole(Sql sql, String name) throws SQLException {
    List<SqlText> accounts = sql.query(ACCOUNTS, row -> newRole(row, name), name);
    for (SqlText account : accounts) {
      if (account.equals(NONE) || !holdsNothing(sql, account)) {
        return false;
      }
    }
    return true;
  }

  /** Its name in statements; {@link #NONE} for one that somebody can log in by. */
  private static SqlText newRole(ResultSet row, String name) throws SQLException {
    String verifier = Objects.requireNonNullElse(row.getString("authentication_string"), "");
    boolean mariadb = hasColumn(row, "is_role");
    boolean role =
        mariadb
            ? "Y".equals(row.getString("is_role"))
            : "Y".equals(row.getString("account_locked"));
    if (!role || !verifier.isEmpty()) {
      return NONE;
    }
    return mariadb ? MY.identifier(name) : MY.account(name, row.getString("Host"));
  }

  private static boolean hasColumn(ResultSet row, String column) throws SQLException {
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      if (column.equalsIgnoreCase(row.getMetaData().getColumnName(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsNothing(Sql sql, SqlText account) throws SQLException {
    return sql.query(SqlText.of("SHOW GRANTS FOR {}", account), row -> row.getString(1)).stream()
        .allMatch(grant -> grant.startsWith(ONLY_LOGIN));
  }
}
