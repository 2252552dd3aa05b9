import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

/**
 * The statements that the operator sends for one grant, in a loop: one session for what concerns
 * the server, and one in each grant's database.
 */
final class GrantFloor {
  static final String TABLE = "CREATE TABLE public.orders (id bigint PRIMARY KEY, item text)";

  /** Which of the databases a grant is on makes no difference, and they take long to make. */
  private static final int DATABASES = 25;

  private static final String UNCHANGED =
      "SELECT pg_catalog.shobj_description(oid, 'pg_authid') FROM pg_catalog.pg_roles"
          + " WHERE rolname = '%s'";

  private final Server server;

  GrantFloor(Server server) {
    this.server = server;
  }

  double perSecond(int count) throws Exception {
    int databases = Math.min(DATABASES, count);
    try (Connection cluster = server.asEngine("postgres");
        Statement statement = cluster.createStatement()) {
      for (int number = 0; number < databases; number++) {
        statement.execute("CREATE DATABASE " + database(number, databases) + " TEMPLATE template0");
        try (Connection inside = server.asAdmin(database(number, databases))) {
          inside.createStatement().execute(TABLE);
        }
      }
      for (int number = 0; number < count; number++) {
        statement.execute("CREATE ROLE floor_" + number);
      }
      long started = System.nanoTime();
      for (int number = 0; number < count; number++) {
        give(cluster, database(number, databases), "floor_" + number);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      for (int number = 0; number < databases; number++) {
        statement.execute("DROP DATABASE " + database(number, databases));
      }
      for (int number = 0; number < count; number++) {
        statement.execute("DROP ROLE floor_" + number);
      }
      return count / seconds;
    }
  }

  private static String database(int number, int databases) {
    return "floor_on_" + number % databases;
  }

  private void give(Connection cluster, String database, String grantee) throws Exception {
    EngineReads around = new EngineReads(cluster);
    try (Connection connection = server.asEngine(database)) {
      EngineReads inside = new EngineReads(connection);
      read(around, inside, database, grantee);
      inOneTransaction(
          connection,
          grantee,
          "GRANT USAGE ON SCHEMA public TO " + grantee,
          "GRANT SELECT ON TABLE public.orders TO " + grantee);
      inOneTransaction(
          cluster,
          grantee,
          "SELECT pg_catalog.pg_advisory_xact_lock(1, hashtext('" + database + "'))",
          "GRANT CONNECT ON DATABASE " + database + " TO " + grantee);
      read(around, inside, database, grantee);
    }
  }

  private static void read(EngineReads around, EngineReads inside, String database, String grantee)
      throws Exception {
    around.grants(List.of(database), List.of(grantee, Server.env("PGADMIN")));
    inside.inside(List.of(grantee));
  }

  private static void inOneTransaction(Connection connection, String grantee, String... all)
      throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(UNCHANGED.formatted(grantee));
      for (String one : all) {
        statement.execute(one);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }
}
