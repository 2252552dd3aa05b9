package io.dbprovision.mysql.user;

import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;

/**
 * One account as the server has it.
 *
 * @param verifier what the server checks the password against, each byte as one character
 */
record Account(
    String user,
    String host,
    String plugin,
    SecretText verifier,
    Transport transport,
    int maxQueries,
    int maxUpdates,
    int maxConnections,
    int maxUserConnections,
    boolean locked,
    int failedLoginAttempts,
    int passwordLockDays) {

  static Account of(ResultSet row) throws SQLException {
    byte[] verifier = row.getBytes("verifier");
    return new Account(
        row.getString("user"),
        row.getString("host").toLowerCase(Locale.ROOT),
        row.getString("plugin"),
        SecretText.of(verifier == null ? "" : new String(verifier, StandardCharsets.ISO_8859_1)),
        Transport.of(Objects.requireNonNullElse(row.getString("ssl_type"), "")),
        row.getInt("max_questions"),
        row.getInt("max_updates"),
        row.getInt("max_connections"),
        row.getInt("max_user_connections"),
        row.getBoolean("locked"),
        row.getInt("attempts"),
        row.getInt("lock_days"));
  }
}
