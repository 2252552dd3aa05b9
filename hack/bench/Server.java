import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL server: what its own records say about the operator. */
final class Server {
  private final String url;
  private final Properties admin = new Properties();
  private final Properties superuser = new Properties();

  Server() {
    url = "jdbc:postgresql://" + env("PGHOST") + ":" + env("PGPORT") + "/";
    admin.putAll(java.util.Map.of("user", env("PGADMIN"), "password", env("PGADMIN_PASSWORD")));
    superuser.putAll(java.util.Map.of("user", env("PGSUPER"), "password", env("PGSUPER_PASSWORD")));
    superuser.put("ApplicationName", "bench");
  }

  static String env(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set; run hack/bench.sh");
    }
    return value;
  }

  Connection asAdmin() throws SQLException {
    return asAdmin("postgres");
  }

  Connection asAdmin(String database) throws SQLException {
    return DriverManager.getConnection(url + database, admin);
  }

  /** With the settings of the engine's connections, on which the plans of its queries depend. */
  Connection asEngine(String database) throws SQLException {
    Properties engine = new Properties();
    engine.putAll(admin);
    engine.put("options", EngineReads.OPTIONS);
    engine.put("assumeMinServerVersion", "14");
    return DriverManager.getConnection(url + database, engine);
  }

  Connection asSuperuser() throws SQLException {
    return DriverManager.getConnection(url + "postgres", superuser);
  }

  /** How often anybody has logged in so far, by the server's statistics. */
  static long logins(Connection superuser) throws Exception {
    Thread.sleep(1100); // a session reports when it ends, and once a second
    return number(superuser, "SELECT sum(sessions) FROM pg_stat_database");
  }

  static long number(Connection connection, String query) throws SQLException {
    try (ResultSet result = connection.createStatement().executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  final class Sessions implements Target.Gauge {
    private final AtomicInteger most = new AtomicInteger();
    private final Connection connection;
    private final Thread watcher;

    Sessions() throws SQLException {
      connection = asSuperuser();
      watcher = Thread.ofPlatform().daemon().start(this::watch);
    }

    @Override
    public int most() {
      return most.get();
    }

    private void watch() {
      try (var statement =
          connection.prepareStatement(
              "SELECT count(*) FROM pg_stat_activity WHERE usename = ?")) {
        statement.setString(1, env("PGADMIN"));
        while (!Thread.currentThread().isInterrupted()) {
          try (ResultSet result = statement.executeQuery()) {
            result.next();
            most.accumulateAndGet(result.getInt(1), Math::max);
          }
          Thread.sleep(25);
        }
      } catch (SQLException | InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() throws Exception {
      watcher.interrupt();
      watcher.join();
      connection.close();
    }
  }
}
