import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;

final class PostgresTarget implements Target {
  private final Server server = new Server();
  private final Connection superuser;
  private int gauges;

  PostgresTarget() throws Exception {
    superuser = server.asSuperuser();
  }

  Server server() {
    return server;
  }

  Connection superuser() {
    return superuser;
  }

  @Override
  public String engine() {
    return "postgres";
  }

  @Override
  public String connection() {
    return "\"host\": \"%s\", \"port\": %s, \"database\": \"postgres\""
        .formatted(Server.env("PGHOST"), Server.env("PGPORT"));
  }

  @Override
  public String options() {
    return "";
  }

  @Override
  public String admin() {
    return Server.env("PGADMIN");
  }

  @Override
  public String password() {
    return Server.env("PGADMIN_PASSWORD");
  }

  /** The database, the schema, and the tables that are in it. */
  @Override
  public String grants(String database) {
    return """
        "postgres": {"grants": [
          {"database": "%s", "privileges": ["CONNECT"]},
          {"database": "%s", "schema": "public", "privileges": ["USAGE"]},
          {"database": "%s", "schema": "public", "tables": ["*"], "privileges": ["SELECT"]}]}"""
        .formatted(database, database, database);
  }

  @Override
  public void prepare() throws Exception {
    new Statements(superuser).prepare();
  }

  @Override
  public double perSecond(String plural, int count) throws Exception {
    return switch (plural) {
      case "databases" -> new JdbcFloor(server).databasesPerSecond(count);
      case "databaseusers" -> new JdbcFloor(server).usersPerSecond(count);
      default -> new GrantFloor(server).perSecond(count);
    };
  }

  @Override
  public void tables(int databases) throws Exception {
    for (int number = 0; number < databases; number++) {
      try (Connection connection = server.asAdmin("data_" + number)) {
        connection.createStatement().execute(GrantFloor.TABLE);
      }
    }
  }

  @Override
  public long logins() throws Exception {
    return Server.logins(superuser) - gauges;
  }

  /** The server logs each of them. */
  @Override
  public long changes() throws Exception {
    try (var lines = Files.lines(Path.of(Server.env("PGLOG")))) {
      return lines.filter(line -> line.contains("LOG:  ")).count();
    }
  }

  @Override
  public Gauge gauge() throws Exception {
    gauges++;
    return server.new Sessions();
  }
}
