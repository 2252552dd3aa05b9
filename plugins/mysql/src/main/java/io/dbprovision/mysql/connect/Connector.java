package io.dbprovision.mysql.connect;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.jdbc.tls.TlsContexts;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.TlsMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.mariadb.jdbc.Driver;

/**
 * Makes connections to one server. Every driver setting that is ever made is made here: nothing of
 * a manifest reaches the driver by another way. Thread-safe.
 */
final class Connector {
  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:%-]+|\\[[0-9A-Fa-f:.%]+]");
  private static final SqlText WHO =
      SqlText.of(
          "SELECT @@version, @@version_comment, @@lower_case_table_names,"
              + " CHARSET(CONVERT('' USING utf8)),"
              + " (SELECT CHARACTER_MAXIMUM_LENGTH FROM information_schema.COLUMNS WHERE"
              + " TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'db' AND COLUMN_NAME = 'User')");

  /** Those that prove the password without giving it away; never clear text, PAM or Kerberos. */
  private static final String LOGIN_PLUGINS =
      "mysql_native_password,caching_sha2_password,client_ed25519,parsec";

  /** What the driver says when the server has no TLS; there is no code for it. */
  private static final String NO_TLS = "ssl not enabled in the server";

  /** What it says when a password would go by a key that the server sends. */
  private static final String NO_KEY = "RSA public key is not available";

  static final Executor INLINE = Runnable::run;

  private final Target target;
  private final Driver driver = quiet();

  Connector(Target target) {
    if (!HOST.matcher(target.host()).matches()) {
      throw EngineException.at(
          ErrorKind.INVALID, "spec.connection.host", "must be one host name or address");
    }
    if (target.tls().mode().compareTo(TlsMode.DISABLE) > 0) {
      TlsContexts.of(target.tls()); // so that unreadable PEM text is found before the first use
    }
    this.target = target;
  }

  /**
   * The driver logs each error that a server answers with, which it throws as well: also those that
   * are an answer to us, such as that a table of ours is not there yet, and with pieces of
   * statements in them. All else that it logs is of what is never used here: pools, several hosts,
   * redirection, its own TLS. It reads the setting once, with its first class.
   */
  private static Driver quiet() {
    System.setProperty("mariadb.logging.disable", "true");
    return new Driver();
  }

  /** A connection whose session is set up; what the server says of itself comes with it. */
  Opened open() throws SQLException {
    Connection connection = connect(target.admin());
    boolean ready = false;
    try {
      connection.setNetworkTimeout(INLINE, (int) target.answer().toMillis());
      Sql sql = new Sql(connection);
      ServerFacts facts =
          sql.query(
                  WHO,
                  row ->
                      ServerFacts.of(
                          row.getString(1),
                          row.getString(2),
                          row.getInt(3),
                          row.getInt(5),
                          row.getString(4)))
              .getFirst();
      pin(sql, facts);
      ready = true;
      return new Opened(connection, facts);
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  /** A connection of another login inside a database; its session is as the server makes it. */
  Connection openAs(Credentials login, String database) throws SQLException {
    Connection connection = connect(login);
    boolean ready = false;
    try {
      connection.setNetworkTimeout(INLINE, millis(target.answer()));
      connection.setCatalog(database);
      new Sql(connection).execute(names());
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  /** A new connection and whose server it is. */
  record Opened(Connection connection, ServerFacts facts) {}

  static boolean hasNoTls(SQLException failure) {
    return String.valueOf(failure.getMessage()).contains(NO_TLS);
  }

  static boolean hasNoKey(SQLException failure) {
    return String.valueOf(failure.getMessage()).contains(NO_KEY);
  }

  private Connection connect(Credentials login) throws SQLException {
    TlsMode mode = target.tls().mode();
    if (mode == TlsMode.DISABLE) {
      return connect(login, false);
    }
    try {
      return connect(login, true);
    } catch (SQLException e) {
      if (mode.compareTo(TlsMode.REQUIRE) < 0 && hasNoTls(e)) {
        return connect(login, false);
      }
      throw e;
    }
  }

  /** The address holds nothing but a host and a port: {@link #HOST} has no character for more. */
  private Connection connect(Credentials login, boolean tls) throws SQLException {
    String host = target.host();
    String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    Connection connection =
        driver.connect(
            "jdbc:mariadb://" + bracketed + ":" + target.port() + "/", settings(login, tls));
    if (connection == null) {
      throw new SQLException("the driver does not know its own URL");
    }
    return connection;
  }

  private Properties settings(Credentials login, boolean tls) {
    Properties settings = new Properties();
    settings.setProperty("user", login.username());
    settings.setProperty("password", login.password().reveal());
    String millis = Integer.toString(millis(target.connect()));
    settings.setProperty("connectTimeout", millis);
    settings.setProperty("socketTimeout", millis); // until the session is set up
    settings.setProperty("tcpKeepAlive", "true");
    settings.setProperty("restrictedAuth", LOGIN_PLUGINS);
    settings.setProperty("connectionCollation", "utf8mb4_bin");
    // a server must neither read our files nor send our login elsewhere
    settings.setProperty("allowLocalInfile", "false");
    settings.setProperty("permitRedirect", "false");
    settings.setProperty("allowMultiQueries", "false");
    // statements are nobody's to read
    settings.setProperty("dumpQueriesOnException", "false");
    settings.setProperty("includeInnodbStatusInDeadlockExceptions", "false");
    settings.setProperty("includeThreadDumpInDeadlockExceptions", "false");
    settings.setProperty("maxQuerySizeToLog", "0");
    if (tls) {
      settings.setProperty("sslMode", "trust"); // the checks are done by the socket's maker
      settings.setProperty("tlsSocketType", PemTls.TYPE);
      // the one text that the driver never prints
      settings.setProperty("keyStorePassword", target.tls().encode());
    } else {
      settings.setProperty("sslMode", "disable");
      // Whoever is between can say that there is no TLS and send a key of his own, by which he
      // reads
      // the password: that risk is the manifest's to take, and never taken by a fallback.
      boolean chosen = target.tls().mode() == TlsMode.DISABLE;
      settings.setProperty("allowPublicKeyRetrieval", Boolean.toString(chosen));
    }
    return settings;
  }

  /** Whatever the server's own defaults are, our sessions mean the same by the same statement. */
  private void pin(Sql sql, ServerFacts facts) throws SQLException {
    sql.execute(names());
    SqlText seconds = MY.number(Math.max(1, target.statement().toSeconds()));
    sql.execute(
        SqlText.of(
            "SET SESSION time_zone = '+00:00', sql_select_limit = 18446744073709551615,"
                + " sql_safe_updates = 0, autocommit = 1, lock_wait_timeout = {},"
                + " innodb_lock_wait_timeout = {}",
            seconds,
            seconds));
    if (facts.mariadb()) {
      sql.execute(
          SqlText.of(
              "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,"
                  + "NO_BACKSLASH_ESCAPES,NO_AUTO_CREATE_USER', max_statement_time = {}",
              seconds));
    } else {
      sql.execute(
          SqlText.of(
              "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,"
                  + "NO_BACKSLASH_ESCAPES', max_execution_time = {}",
              MY.number(target.statement().toMillis())));
    }
  }

  private SqlText names() {
    return SqlText.of("SET NAMES utf8mb4 COLLATE {}", MY.literal(target.collation()));
  }

  static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
  }
}
