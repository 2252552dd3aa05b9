import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The engine's own catalog queries, by plain JDBC on one connection. Their texts are taken from the
 * plugin, so that a floor cannot become another one than what it is compared with. Rows are counted
 * and thrown away.
 */
final class EngineReads {
  /** Of the engine's connections; the plans depend on it. */
  static final String OPTIONS =
      "-c search_path=pg_catalog -c enable_seqscan=off -c jit=off"
          + " -c plan_cache_mode=force_generic_plan";

  private static final String PLUGIN = "io.dbprovision.postgres.";
  private static final String DATABASES = text("database.DatabaseState", "BY_NAME");
  private static final String ROLES = text("user.RoleCatalog", "BY_NAME");
  private static final String ON_DATABASES = text("grant.ClusterReader", "DATABASES");
  private static final String MEMBERSHIPS = text("grant.ClusterReader", "MEMBERSHIPS");
  private static final String OBJECTS = text("grant.DatabaseReader", "OBJECTS");
  private static final String COLUMNS = text("grant.DatabaseReader", "COLUMNS");

  private final Connection connection;

  EngineReads(Connection connection) {
    this.connection = connection;
  }

  private static String text(String type, String field) {
    try {
      Field constant = Class.forName(PLUGIN + type).getDeclaredField(field);
      constant.setAccessible(true);
      Object text = constant.get(null);
      return (String) text.getClass().getMethod("text").invoke(text);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the plugin has no query " + type + "." + field, e);
    }
  }

  /** Returns the rows, as all of these do. */
  int databases(Collection<String> names) throws Exception {
    return rows(DATABASES, array(names));
  }

  int logins(Collection<String> names) throws Exception {
    return rows(ROLES, "{}", "{}", false, array(names));
  }

  /** What a grant needs of the server as a whole, in three queries. */
  int grants(Collection<String> databases, Collection<String> grantees) throws Exception {
    String names = array(grantees);
    return rows(ON_DATABASES, names, array(databases))
        + rows(MEMBERSHIPS, names, Server.env("PGADMIN"), names, names)
        + rows(ROLES, "{}", "{}", true, names);
  }

  /** What a grant on the tables of {@code public} needs of its database, in two queries. */
  int inside(Collection<String> grantees) throws Exception {
    String schema = array(List.of("public"));
    String all = array(List.of("*"));
    String names = array(grantees);
    String sorts = array(List.of("SCHEMA", "TABLE"));
    return rows(OBJECTS, schema, schema, all, "{}", sorts, names)
        + rows(COLUMNS, schema, schema, all, "{}", names);
  }

  /**
   * All that grants on the tables of {@code public} need, one connection in each database.
   *
   * @return the seconds that went for the server as a whole
   */
  static double grants(Server server, Map<String, List<String>> grantees) throws Exception {
    Set<String> holders = new HashSet<>(Set.of(Server.env("PGADMIN")));
    grantees.values().forEach(holders::addAll);
    long started = System.nanoTime();
    try (Connection connection = server.asEngine("postgres")) {
      new EngineReads(connection).grants(grantees.keySet(), holders);
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    for (Map.Entry<String, List<String>> one : grantees.entrySet()) {
      try (Connection connection = server.asEngine(one.getKey())) {
        new EngineReads(connection).inside(one.getValue());
      }
    }
    return seconds;
  }

  private static String array(Collection<String> names) {
    return "{" + String.join(",", names) + "}";
  }

  private int rows(String query, Object... parameters) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      int rows = 0;
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows++;
        }
      }
      return rows;
    }
  }
}
