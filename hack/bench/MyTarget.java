import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** MySQL or MariaDB. */
final class MyTarget implements Target {
  private static final String CHANGING =
      "'Com_create_db', 'Com_drop_db', 'Com_alter_db', 'Com_create_user', 'Com_alter_user',"
          + " 'Com_drop_user', 'Com_create_role', 'Com_drop_role', 'Com_grant', 'Com_grant_role',"
          + " 'Com_grant_roles', 'Com_revoke', 'Com_revoke_role', 'Com_revoke_roles',"
          + " 'Com_create_table', 'Com_insert', 'Com_replace', 'Com_update', 'Com_delete'";

  private final String engine;
  private final Connection root;
  private int gauges;

  MyTarget(String engine) throws SQLException {
    this.engine = engine;
    this.root = connect(Server.env("MYROOT"), Server.env("MYROOT_PASSWORD"));
  }

  @Override
  public String engine() {
    return engine;
  }

  @Override
  public String connection() {
    return "\"host\": \"%s\", \"port\": %s, \"database\": \"mysql\""
        .formatted(Server.env("MYHOST"), Server.env("MYPORT"));
  }

  /** Its server is without TLS. */
  @Override
  public String options() {
    return "\"mysql\": {\"tls\": \"disabled\"}, ";
  }

  @Override
  public String admin() {
    return Server.env("MYADMIN");
  }

  @Override
  public String password() {
    return Server.env("MYADMIN_PASSWORD");
  }

  /** What an application does with its tables. */
  @Override
  public String grants(String database) {
    return """
        "mysql": {"grants": [{"level": "database", "database": "%s",
          "privileges": ["SELECT", "INSERT", "UPDATE", "DELETE"]}]}"""
        .formatted(database);
  }

  @Override
  public void prepare() {}

  Connection asAdmin() throws SQLException {
    return connect(admin(), password());
  }

  boolean mariadb() {
    return engine.equals("mariadb");
  }

  private static Connection connect(String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.put("user", user);
    properties.put("password", password);
    properties.put("allowPublicKeyRetrieval", "true");
    return DriverManager.getConnection(
        "jdbc:mariadb://" + Server.env("MYHOST") + ":" + Server.env("MYPORT") + "/", properties);
  }

  @Override
  public double perSecond(String plural, int count) throws Exception {
    MyFloor floor = new MyFloor(this);
    return switch (plural) {
      case "databases" -> floor.databasesPerSecond(count);
      case "databaseusers" -> floor.usersPerSecond(count);
      default -> floor.grantsPerSecond(count);
    };
  }

  @Override
  public void tables(int databases) {
    // the grants are on databases: what is in them makes no difference
  }

  @Override
  public long logins() throws SQLException {
    return number("SHOW GLOBAL STATUS LIKE 'Connections'", 2) - gauges;
  }

  @Override
  public long changes() throws SQLException {
    long sum = 0;
    try (Statement statement = root.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SHOW GLOBAL STATUS WHERE Variable_name IN (" + CHANGING + ")")) {
      while (row.next()) {
        sum += row.getLong(2);
      }
    }
    return sum;
  }

  private long number(String query, int column) throws SQLException {
    try (Statement statement = root.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(column);
    }
  }

  @Override
  public Gauge gauge() throws SQLException {
    gauges++;
    return new Sessions(connect(Server.env("MYROOT"), Server.env("MYROOT_PASSWORD")), admin());
  }

  private static final class Sessions implements Gauge {
    private final AtomicInteger most = new AtomicInteger();
    private final Connection connection;
    private final String login;
    private final Thread watcher;

    Sessions(Connection connection, String login) {
      this.connection = connection;
      this.login = login;
      watcher = Thread.ofPlatform().daemon().start(this::watch);
    }

    @Override
    public int most() {
      return most.get();
    }

    private void watch() {
      try (var statement =
          connection.prepareStatement(
              "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = ?")) {
        statement.setString(1, login);
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
