package io.dbprovision.mysql.user;

import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One account as the server has it.
 *
 * @param requirement what logins must come by
 * @param lifetimeDays of a password, and the rules for taking one again; null for the server's own
 * @param replaced whether the password before works, too
 * @param verifier what the server checks the password against, each byte as one character
 */
record Account(
    String user,
    String host,
    String plugin,
    SecretText verifier,
    Requirement requirement,
    int maxQueries,
    int maxUpdates,
    int maxConnections,
    int maxUserConnections,
    boolean locked,
    int failedLoginAttempts,
    int passwordLockDays,
    @Nullable Integer lifetimeDays,
    @Nullable Integer history,
    @Nullable Integer reuseDays,
    boolean replaced) {

  static Account of(ResultSet row) throws SQLException {
    byte[] verifier = row.getBytes("verifier");
    return new Account(
        row.getString("user"),
        row.getString("host").toLowerCase(Locale.ROOT),
        row.getString("plugin"),
        SecretText.of(verifier == null ? "" : new String(verifier, StandardCharsets.ISO_8859_1)),
        new Requirement(
            Transport.of(Objects.requireNonNullElse(row.getString("ssl_type"), "")),
            text(row, "issuer"),
            text(row, "subject"),
            text(row, "cipher")),
        row.getInt("max_questions"),
        row.getInt("max_updates"),
        row.getInt("max_connections"),
        row.getInt("max_user_connections"),
        row.getBoolean("locked"),
        row.getInt("attempts"),
        row.getInt("lock_days"),
        number(row, "lifetime"),
        number(row, "history"),
        number(row, "reuse"),
        row.getBoolean("replaced"));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  /** MariaDB's way to say that there is none is -1. */
  private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() || number < 0 ? null : number;
  }
}
