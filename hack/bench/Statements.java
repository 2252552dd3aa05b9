import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** Counts what the operator's login sends to the server, by the server's own statistics. */
final class Statements {
  private static final String BY_DATABASE =
      """
      SELECT d.datname, sum(s.calls) FROM pg_stat_statements s
      JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.userid
      WHERE r.rolname = '%s' GROUP BY 1"""
          .formatted(Server.env("PGADMIN"));

  private final Connection superuser;
  private Map<String, Long> sessions = Map.of();

  /**
   * @param server statements sent to the maintenance database
   * @param databases in how many others there were any
   * @param most statements in one of these
   * @param logins in one of these, the most
   */
  record Count(long server, int databases, long most, long logins) {}

  Statements(Connection superuser) {
    this.superuser = superuser;
  }

  /** Makes counting possible; what is not measured is not slowed down by it. */
  void prepare() throws Exception {
    execute("CREATE EXTENSION pg_stat_statements");
    track("none");
  }

  void start() throws Exception {
    track("top");
    sessions = byDatabase("SELECT datname, sessions FROM pg_stat_database WHERE datname <> ''");
    execute("SELECT pg_stat_statements_reset()");
  }

  Count stop() throws Exception {
    Map<String, Long> counted = byDatabase(BY_DATABASE);
    track("none");
    if (Server.number(superuser, "SELECT dealloc FROM pg_stat_statements_info") > 0) {
      throw new IllegalStateException("more sorts of statements than the server remembers");
    }
    Long server = counted.remove("postgres");
    Thread.sleep(1500); // a session is counted about a second after it ended
    Map<String, Long> now =
        byDatabase("SELECT datname, sessions FROM pg_stat_database WHERE datname <> ''");
    long logins =
        counted.keySet().stream()
            .mapToLong(name -> now.get(name) - sessions.getOrDefault(name, 0L))
            .max()
            .orElse(0);
    return new Count(
        server == null ? 0 : server,
        counted.size(),
        counted.values().stream().mapToLong(Long::longValue).max().orElse(0),
        logins);
  }

  /** Also in sessions that are there already. */
  private void track(String what) throws Exception {
    execute("ALTER SYSTEM SET pg_stat_statements.track = '" + what + "'");
    execute("SELECT pg_reload_conf()");
    Thread.sleep(300);
  }

  private void execute(String text) throws Exception {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(text);
    }
  }

  private Map<String, Long> byDatabase(String query) throws Exception {
    Map<String, Long> found = new HashMap<>();
    try (Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        found.put(row.getString(1), row.getLong(2));
      }
    }
    return found;
  }
}
