import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;

/**
 * The statements that the operator sends for one object, by one session in a loop. To compare them
 * with what it really sends: log_statement = all.
 */
final class JdbcFloor {
  private static final String MARK =
      "'[dbops:1 3d00f94d-3fb0-4a76-88e6-b54f6ae1bde8/default bench/object"
          + " 2c165ff5-5808-4a64-a81a-bdd3fcfbd6ad]'";

  /** Of the password "floor": what a verifier costs to make is not the server's matter. */
  private static final String VERIFIER =
      "'SCRAM-SHA-256$4096:nvHPG4RNfyX00RfnYwi0Sg==$98nIeKtd0BsdTE8IKQqceeen8A8H6ucg/3aV0jGbiIE=:yupTTZB/VUA8c/tK+BDk6hkcezRHmbZEqBI+/M3LSh4='";

  private static final String DATABASE =
      """
      SELECT d.datname, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), d.datcollate,
             d.datconnlimit, t.spcname, pg_database_size(d.oid), c.description
      FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace
      LEFT JOIN pg_shdescription c ON c.objoid = d.oid AND c.classoid = 'pg_database'::regclass
      WHERE d.datname = ANY (?::text[]::name[])""";

  private static final String ROLE =
      """
      SELECT r.*, ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                        WHERE m.member = r.oid), d.description
      FROM pg_roles r
      LEFT JOIN pg_shdescription d ON d.objoid = r.oid AND d.classoid = 'pg_authid'::regclass
      WHERE r.rolname = ANY (?::text[]::name[])""";

  private final Server server;

  JdbcFloor(Server server) {
    this.server = server;
  }

  /** One object's statements. */
  private interface Work {
    void run(Statement statement, PreparedStatement read, String name) throws Exception;
  }

  double databasesPerSecond(int count) throws Exception {
    return perSecond(count, DATABASE, JdbcFloor::database, "DROP DATABASE ");
  }

  double usersPerSecond(int count) throws Exception {
    return perSecond(count, ROLE, JdbcFloor::user, "DROP ROLE ");
  }

  private double perSecond(int count, String query, Work work, String drop) throws Exception {
    try (Connection connection = server.asAdmin();
        Statement statement = connection.createStatement();
        PreparedStatement read = connection.prepareStatement(query)) {
      long started = System.nanoTime();
      for (int number = 0; number < count; number++) {
        work.run(statement, read, "floor_" + number);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      for (int number = 0; number < count; number++) {
        statement.execute(drop + "floor_" + number);
      }
      return count / seconds;
    }
  }

  private static void database(Statement statement, PreparedStatement read, String name)
      throws Exception {
    read(read, name);
    try (ResultSet left =
        statement.executeQuery(
            "SELECT datname FROM pg_database WHERE starts_with(datname::text, '_floor')")) {
      left.next();
    }
    statement.execute("SET statement_timeout = 300000");
    statement.execute(
        "CREATE DATABASE making_" + name + " TEMPLATE template0 ENCODING 'UTF8'");
    statement.execute("RESET statement_timeout");
    inOneTransaction(
        statement,
        "COMMENT ON DATABASE making_" + name + " IS " + MARK,
        "ALTER DATABASE making_" + name + " RENAME TO " + name);
    read(read, name);
  }

  private static void user(Statement statement, PreparedStatement read, String name)
      throws Exception {
    read(read, name);
    inOneTransaction(
        statement,
        "CREATE ROLE " + name + " LOGIN PASSWORD " + VERIFIER,
        "COMMENT ON ROLE " + name + " IS " + MARK);
    read(read, name);
  }

  private static void inOneTransaction(Statement statement, String... all) throws Exception {
    statement.getConnection().setAutoCommit(false);
    for (String one : all) {
      statement.execute(one);
    }
    statement.getConnection().commit();
    statement.getConnection().setAutoCommit(true);
  }

  private static void read(PreparedStatement read, String name) throws Exception {
    read.setString(1, "{" + name + "}");
    try (ResultSet result = read.executeQuery()) {
      result.next();
    }
  }
}
