package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.distribution.fields.Trial.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is for MySQL and MariaDB alone in users, on one of the two. */
final class MySqlUserTrials {
  private static final String BLOCK = "spec.mysql.";

  private final MySql server;
  private final String ref;

  MySqlUserTrials(MySql server) {
    this.server = server;
    this.ref = "instanceRef: {name: " + server.product() + "}\n";
  }

  List<Trial> all() {
    List<Trial> all = new ArrayList<>(users());
    all.addAll(lockOut());
    all.addAll(aging());
    all.add(rotation());
    return all;
  }

  private boolean mariadb() {
    return server.product().equals("mariadb");
  }

  private Trial user(String field) {
    return Trial.of("DatabaseUser", BLOCK + field, "username: '{n}'\n" + ref);
  }

  private Look account(String column) {
    return server.sees("SELECT " + column + " FROM mysql.user WHERE User = '{n}' ORDER BY Host");
  }

  private List<Trial> users() {
    Look locked =
        mariadb()
            ? server.sees(
                "SELECT COALESCE(JSON_VALUE(Priv, '$.account_locked'), 0) IN ('1', 'true')"
                    + " FROM mysql.global_priv WHERE User = '{n}'")
            : account("account_locked = 'Y'");
    List<Trial> trials = new ArrayList<>();
    trials.add(user("accountLocked").values(false, true).shows(locked, "0", "1"));
    trials.add(
        user("allowedHosts")
            .values(new Yaml("['%']"), new Yaml("['10.0.0.%', '10.0.1.%']"))
            .shows(account("Host"), "%", "10.0.0.%,10.0.1.%"));
    trials.add(
        mariadb()
            ? user("authPlugin")
                .values("mysql_native_password", "ed25519")
                .shows(account("plugin"), "mysql_native_password", "ed25519")
            : user("authPlugin")
                .values("caching_sha2_password", "sha256_password")
                .shows(account("plugin"), "caching_sha2_password", "sha256_password"));
    Map<String, String> limits =
        Map.of(
            "maxConnectionsPerHour", "max_connections",
            "maxQueriesPerHour", "max_questions",
            "maxUpdatesPerHour", "max_updates",
            "maxUserConnections", "max_user_connections");
    limits.forEach(
        (field, column) ->
            trials.add(user(field).values(ABSENT, 7).shows(account(column), "0", "7")));
    trials.add(
        user("requireSSL").values(false, true).shows(account("CONCAT(ssl_type)"), "", "ANY"));
    trials.add(
        user("requireX509").values(false, true).shows(account("CONCAT(ssl_type)"), "", "X509"));
    Map<String, String> texts =
        Map.of(
            "requireCipher", "ssl_cipher",
            "requireIssuer", "x509_issuer",
            "requireSubject", "x509_subject");
    texts.forEach(
        (field, column) ->
            trials.add(
                user(field)
                    .values(ABSENT, "/CN=it's")
                    .shows(account("CONVERT(" + column + " USING utf8mb4)"), "", "/CN=it's")));
    return trials;
  }

  private Trial rotation() {
    String spec = "username: '{n}'\n" + ref;
    return mariadb()
        ? Trial.of("DatabaseUser", "spec.passwordRotation.mysql", spec)
            .values(ABSENT, Map.of("discardOldPasswordAfterDays", 1))
            .shows(Looks.condition("Synced"), "True", "never")
        : Trial.of(
                "DatabaseUser",
                "spec.passwordRotation.mysql.discardOldPasswordAfterDays",
                spec + "passwordRotation: {enabled: true, strategy: dual-password, maxAge: 4s}\n")
            .values(1, 2)
            .shows(MySqlUserTrials::grace, "24h", "48h");
  }

  /** Of the password that was replaced last. */
  private static String grace(Stage stage) {
    String pointer = "/rotation/previousPassword/";
    String from = stage.status(pointer + "replacedAt");
    String to = stage.status(pointer + "discardAfter");
    return from.isEmpty() || to.isEmpty()
        ? "none"
        : Duration.between(Instant.parse(from), Instant.parse(to)).toHours() + "h";
  }

  /** How old a password may become; on MariaDB an account has its lifetime alone. */
  private List<Trial> aging() {
    List<Trial> trials = new ArrayList<>();
    trials.add(
        user("passwordLifetimeDays")
            .values(ABSENT, 30)
            .shows(
                mariadb()
                    ? server.sees(
                        "SELECT COALESCE(NULLIF(JSON_VALUE(Priv, '$.password_lifetime'), '-1'), 'none')"
                            + " FROM mysql.global_priv WHERE User = '{n}'")
                    : account("COALESCE(password_lifetime, 'none')"),
                "none",
                "30"));
    Map<String, String> columns =
        Map.of(
            "passwordHistory", "Password_reuse_history",
            "passwordReuseIntervalDays", "Password_reuse_time");
    columns.forEach(
        (field, column) ->
            trials.add(
                mariadb()
                    ? user(field).values(ABSENT, 3).shows(account("COUNT(*)"), "1", "never")
                    : user(field)
                        .values(ABSENT, 3)
                        .shows(account("COALESCE(" + column + ", 'none')"), "none", "3")));
    return trials;
  }

  /** MariaDB has one rule for all accounts, and says so. */
  private List<Trial> lockOut() {
    List<Trial> trials = new ArrayList<>();
    Map<String, String> fields =
        Map.of(
            "failedLoginAttempts", "failed_login_attempts",
            "passwordLockTime", "password_lock_time_days");
    fields.forEach(
        (field, key) ->
            trials.add(
                mariadb()
                    ? user(field).values(ABSENT, 3).shows(account("COUNT(*)"), "1", "never")
                    : user(field)
                        .values(ABSENT, 3)
                        .shows(
                            account(
                                "COALESCE(User_attributes->>'$.Password_locking."
                                    + key
                                    + "', '0')"),
                            "0",
                            "3")));
    return trials;
  }
}
