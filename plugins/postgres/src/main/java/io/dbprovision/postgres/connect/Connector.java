package io.dbprovision.postgres.connect;

import io.dbprovision.jdbc.tls.TlsContexts;
import io.dbprovision.postgres.sql.Since;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.TlsMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Makes connections to one server. Every driver property that is ever set is set here: nothing of a
 * manifest reaches the driver by another way. Thread-safe.
 */
final class Connector {
  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:%-]+|\\[[0-9A-Fa-f:.%]+]");
  private static final String UNKNOWN_PARAMETER = "42704";

  /**
   * Names mean the server's own objects; and catalogs, which nobody analyses while they grow, are
   * read through their indexes with plans made once.
   */
  private static final String PINNED =
      "-c search_path=pg_catalog -c enable_seqscan=off -c jit=off"
          + " -c plan_cache_mode=force_generic_plan";

  /** How much longer the client waits than the server's own limit. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ServerTarget target;
  private final Driver driver = new Driver();

  /** Whether the server knows the parameter; learnt from the first connection. */
  private volatile boolean selfGrant;

  Connector(ServerTarget target) {
    if (!HOST.matcher(target.host()).matches()) {
      throw EngineException.at(
          ErrorKind.INVALID, "spec.connection.host", "must be one host name or address");
    }
    if (target.tls().mode().compareTo(TlsMode.DISABLE) > 0) {
      TlsContexts.of(target.tls()); // so that unreadable PEM text is found before the first use
    }
    this.target = target;
  }

  /** As the operator's own login; {@code search_path} is pinned. */
  Connection open(String database) throws SQLException {
    try {
      return openAdmin(database, selfGrant);
    } catch (SQLException e) {
      if (selfGrant && UNKNOWN_PARAMETER.equals(e.getSQLState())) {
        selfGrant = false; // an older server has taken its place
        return openAdmin(database, false);
      }
      throw e;
    }
  }

  /** The same for a short look: it waits for answers no longer than for a login. */
  Connection openBriefly(String database) throws SQLException {
    Connection connection = open(database);
    connection.setNetworkTimeout(INLINE, target.connectSeconds() * 1000);
    return connection;
  }

  /** As another login, with the server's own settings. */
  Connection openAs(Credentials login, String database) throws SQLException {
    Properties properties = properties(login);
    PGProperty.OPTIONS.set(properties, "-c statement_timeout=" + target.statementMillis());
    return connect(database, properties);
  }

  private Connection openAdmin(String database, boolean grant) throws SQLException {
    Properties properties = properties(target.admin());
    String pinned = PINNED + " -c statement_timeout=" + target.statementMillis();
    PGProperty.OPTIONS.set(
        properties, grant ? pinned + " -c createrole_self_grant=set,inherit" : pinned);
    Connection connection = connect(database, properties);
    if (!grant && Since.BOUNDED_CREATEROLE.in(majorOf(connection))) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET createrole_self_grant = 'set, inherit'");
      }
      selfGrant = true;
    }
    return connection;
  }

  private Connection connect(String database, Properties properties) throws SQLException {
    String host = target.host();
    String url =
        "jdbc:postgresql://"
            + (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host)
            + ":"
            + target.port()
            + "/"
            + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    Connection connection = driver.connect(url, properties);
    if (connection == null) {
      throw new SQLException("the driver does not know its own URL");
    }
    connection.setNetworkTimeout(INLINE, clientMillis(1));
    return connection;
  }

  /** The client's limit for a statement that may take {@code times} the usual time. */
  int clientMillis(int times) {
    long server = target.statementMillis() * times;
    return server == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, server + GRACE.toMillis());
  }

  static final Executor INLINE = Runnable::run;

  private Properties properties(Credentials login) {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, login.username());
    PGProperty.PASSWORD.set(properties, login.password().reveal());
    PGProperty.APPLICATION_NAME.set(properties, target.applicationName());
    PGProperty.CONNECT_TIMEOUT.set(properties, target.connectSeconds());
    PGProperty.SOCKET_TIMEOUT.set(properties, target.connectSeconds());
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
    PGProperty.PREPARE_THRESHOLD.set(properties, 1);
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.SSL_MODE.set(properties, driverMode());
    if (target.tls().mode() != TlsMode.DISABLE) {
      PGProperty.SSL_FACTORY.set(properties, PemSocketFactory.class.getName());
      PGProperty.SSL_FACTORY_ARG.set(properties, target.tls().encode());
    }
    return properties;
  }

  /**
   * Our socket factory checks chain and host; the driver only needs to know that it must be TLS.
   */
  private String driverMode() {
    TlsMode mode = target.tls().mode();
    if (mode.compareTo(TlsMode.VERIFY_CA) >= 0) {
      return "verify-ca";
    }
    if (mode.compareTo(TlsMode.REQUIRE) >= 0) {
      return "require";
    }
    if (mode.compareTo(TlsMode.PREFER) >= 0) {
      return "prefer";
    }
    return mode == TlsMode.DISABLE ? "disable" : "allow";
  }

  static int majorOf(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }
}
