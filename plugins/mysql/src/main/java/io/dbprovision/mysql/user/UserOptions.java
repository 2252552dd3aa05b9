package io.dbprovision.mysql.user;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code spec.mysql} of a user. What is absent is the server's default, or left as it is. */
public record UserOptions(
    @Nullable Boolean accountLocked,
    List<String> allowedHosts,
    @Nullable String authPlugin,
    @Nullable Integer failedLoginAttempts,
    @Nullable Integer maxConnectionsPerHour,
    @Nullable Integer maxQueriesPerHour,
    @Nullable Integer maxUpdatesPerHour,
    @Nullable Integer maxUserConnections,
    @Nullable Integer passwordHistory,
    @Nullable Integer passwordLifetimeDays,
    @Nullable Integer passwordLockTime,
    @Nullable Integer passwordReuseIntervalDays,
    @Nullable String requireCipher,
    @Nullable String requireIssuer,
    @Nullable Boolean requireSSL,
    @Nullable String requireSubject,
    @Nullable Boolean requireX509) {
  private static final List<String> ANYWHERE = List.of("%");

  public UserOptions {
    allowedHosts = List.copyOf(allowedHosts);
  }

  /** The hosts of a new user as the server shows them: in lower case. */
  List<String> hosts() {
    return allowedHosts.isEmpty() ? ANYWHERE : listedHosts();
  }

  /** Those that the manifest insists on; empty when it leaves them to others. */
  List<String> listedHosts() {
    return allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }
}
