package io.dbprovision.mysql.user;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * One account as the server has it.
 *
 * @param verifier what the server checks the password against: bytes, and nobody's to print
 */
record Account(
    String user,
    String host,
    String plugin,
    byte[] verifier,
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
        verifier == null ? new byte[0] : verifier,
        Transport.of(Objects.requireNonNullElse(row.getString("ssl_type"), "")),
        row.getInt("max_questions"),
        row.getInt("max_updates"),
        row.getInt("max_connections"),
        row.getInt("max_user_connections"),
        row.getBoolean("locked"),
        row.getInt("attempts"),
        row.getInt("lock_days"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Account that
        && user.equals(that.user)
        && host.equals(that.host)
        && plugin.equals(that.plugin)
        && Arrays.equals(verifier, that.verifier);
  }

  @Override
  public int hashCode() {
    return Objects.hash(user, host);
  }

  @Override
  public String toString() {
    return user + "@" + host;
  }
}
