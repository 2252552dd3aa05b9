import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that the operator sends to MySQL and MariaDB for one object, by one session in a
 * loop. To compare them with what it really sends: start the server with --general-log.
 */
final class MyFloor {
  private static final String OWNERS = "`_dbops`.`floor`";

  /** As the operator's own table of records; there is no operator yet. */
  private static final String TABLE =
      "CREATE TABLE "
          + OWNERS
          + " (`kind` VARCHAR(32) NOT NULL, `name` VARCHAR(128) NOT NULL, `form` INT NOT NULL,"
          + " `intent` BOOLEAN NOT NULL, `cluster` VARCHAR(255) NOT NULL,"
          + " `operator` VARCHAR(255) NOT NULL, `namespace` VARCHAR(255) NOT NULL,"
          + " `object` VARCHAR(255) NOT NULL, `uid` VARCHAR(255) NOT NULL,"
          + " `comment` TEXT NOT NULL, PRIMARY KEY (`kind`, `name`))"
          + " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

  /** Of the password "floor": what a verifier costs to make is not the server's matter. */
  private static final String NATIVE = "'*25A8B2FCE8D4A9AA4B8C6B1AC1B4E0FC6D6C4B06'";

  private static final String SHA2 =
      // $A$005$, twenty bytes of salt, 43 characters of hash
      "0x24412430303524" + "53".repeat(20) + "41".repeat(43);

  private static final String COLUMNS =
      "SELECT u.User AS user, u.Host AS host, u.plugin, CAST(u.authentication_string AS BINARY) AS"
          + " verifier, u.ssl_type, u.max_questions, u.max_updates, u.max_connections,"
          + " u.max_user_connections,";

  private final MyTarget target;

  MyFloor(MyTarget target) {
    this.target = target;
  }

  /** One object's statements. */
  private interface Work {
    void run(Statement statement, String name) throws SQLException;
  }

  double databasesPerSecond(int count) throws SQLException {
    return perSecond(count, MyFloor::database, "DROP DATABASE ");
  }

  double usersPerSecond(int count) throws SQLException {
    return perSecond(count, this::user, "DROP USER ");
  }

  double grantsPerSecond(int count) throws SQLException {
    try (Connection connection = target.asAdmin();
        Statement statement = connection.createStatement()) {
      prepare(statement);
      for (int number = 0; number < count; number++) {
        statement.execute("CREATE USER floor_" + number + "@'%'");
      }
      double rate = timed(statement, count, this::grant);
      for (int number = 0; number < count; number++) {
        statement.execute("DROP USER floor_" + number);
      }
      return rate;
    }
  }

  private double perSecond(int count, Work work, String drop) throws SQLException {
    try (Connection connection = target.asAdmin();
        Statement statement = connection.createStatement()) {
      prepare(statement);
      double rate = timed(statement, count, work);
      for (int number = 0; number < count; number++) {
        statement.execute(drop + "floor_" + number);
      }
      return rate;
    }
  }

  private static void prepare(Statement statement) throws SQLException {
    statement.execute(
        "CREATE DATABASE IF NOT EXISTS `_dbops` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    statement.execute("DROP TABLE IF EXISTS " + OWNERS);
    statement.execute(TABLE);
  }

  private static double timed(Statement statement, int count, Work work) throws SQLException {
    long started = System.nanoTime();
    for (int number = 0; number < count; number++) {
      work.run(statement, "floor_" + number);
    }
    return count / ((System.nanoTime() - started) / 1e9);
  }

  private static void database(Statement statement, String name) throws SQLException {
    readDatabase(statement, name);
    lock(statement, "database", name);
    exists(statement, "database", name);
    record(statement, "database", name, 1);
    statement.execute("CREATE DATABASE `" + name + "`");
    record(statement, "database", name, 0);
    unlock(statement, "database", name);
    readDatabase(statement, name);
  }

  private static void readDatabase(Statement statement, String name) throws SQLException {
    owner(statement, "database", name);
    read(
        statement,
        "SELECT TABLE_SCHEMA, SUM(DATA_LENGTH + INDEX_LENGTH) FROM information_schema.TABLES WHERE"
            + " TABLE_SCHEMA IN ('"
            + name
            + "') GROUP BY TABLE_SCHEMA");
    read(
        statement,
        "SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM"
            + " information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('"
            + name
            + "')");
  }

  private void user(Statement statement, String name) throws SQLException {
    readUser(statement, name);
    lock(statement, "user", name);
    exists(statement, "user", name);
    record(statement, "user", name, 1);
    statement.execute(
        "CREATE USER `%s`@`%%` IDENTIFIED %s"
            .formatted(
                name,
                target.mariadb()
                    ? "VIA `mysql_native_password` USING " + NATIVE
                    : "WITH `caching_sha2_password` AS " + SHA2));
    record(statement, "user", name, 0);
    unlock(statement, "user", name);
    readUser(statement, name);
  }

  private void readUser(Statement statement, String name) throws SQLException {
    owner(statement, "user", name);
    read(
        statement,
        COLUMNS
            + (target.mariadb()
                ? " COALESCE(JSON_VALUE(g.Priv, '$.account_locked'), 0) IN ('1', 'true') AS locked,"
                    + " 0 AS attempts, 0 AS lock_days FROM mysql.user u JOIN mysql.global_priv g"
                    + " ON g.User = u.User AND g.Host = u.Host WHERE u.is_role <> 'Y'"
                : " u.account_locked = 'Y' AS locked,"
                    + " COALESCE(u.User_attributes->>'$.Password_locking.failed_login_attempts', 0)"
                    + " AS attempts,"
                    + " COALESCE(u.User_attributes->>'$.Password_locking.password_lock_time_days', 0)"
                    + " AS lock_days FROM mysql.user u WHERE TRUE")
            + " AND u.User IN ('"
            + name
            + "') ORDER BY u.Host");
  }

  /** Four privileges, each a change of its own: between them somebody may take the login away. */
  private void grant(Statement statement, String name) throws SQLException {
    readGrant(statement, name);
    lock(statement, "user", name);
    for (String privilege : List.of("SELECT", "INSERT", "UPDATE", "DELETE")) {
      exists(statement, "user", name);
      owner(statement, "user", name);
      statement.execute("GRANT " + privilege + " ON `floor\\_db`.* TO `" + name + "`@`%`");
    }
    unlock(statement, "user", name);
    readGrant(statement, name);
  }

  private void readGrant(Statement statement, String name) throws SQLException {
    String names = " WHERE User IN ('" + name + "', '" + target.admin() + "')";
    List<String> queries = new ArrayList<>();
    owner(statement, "user", name);
    if (target.mariadb()) {
      queries.add(
          "SELECT User, Host, JSON_VALUE(Priv, '$.access') AS access, JSON_VALUE(Priv,"
              + " '$.default_role') AS byDefault FROM mysql.global_priv"
              + names);
      queries.add("SELECT User, Host, Role FROM mysql.roles_mapping" + names);
    } else {
      queries.add("SHOW PRIVILEGES");
      queries.add("SELECT @@global.partial_revokes");
      queries.add("SELECT * FROM mysql.user" + names);
      queries.add(
          "SELECT USER AS User, HOST AS Host, PRIV, WITH_GRANT_OPTION FROM mysql.global_grants"
              + names);
      queries.add(
          "SELECT TO_USER AS User, TO_HOST AS Host, FROM_USER AS Role FROM mysql.role_edges"
              + names.replace("User", "TO_USER"));
      queries.add(
          "SELECT USER AS User, HOST AS Host, DEFAULT_ROLE_USER AS Role FROM mysql.default_roles"
              + names);
    }
    queries.add("SELECT * FROM mysql.db" + names);
    queries.add("SELECT User, Host, Db, Table_name, Table_priv FROM mysql.tables_priv" + names);
    queries.add(
        "SELECT User, Host, Db, Table_name, Column_name, Column_priv FROM mysql.columns_priv"
            + names);
    queries.add(
        "SELECT User, Host, Db, Routine_name, Routine_type, Proc_priv FROM mysql.procs_priv"
            + names
            + " AND Routine_type IN ('PROCEDURE', 'FUNCTION')");
    queries.add(
        "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('floor_db')");
    for (String query : queries) {
      read(statement, query);
    }
    owner(statement, "database", "floor_db");
  }

  private static void lock(Statement statement, String kind, String name) throws SQLException {
    read(statement, "SELECT GET_LOCK('dbops:" + kind + ":" + name + "', 30)");
  }

  private static void unlock(Statement statement, String kind, String name) throws SQLException {
    statement.getConnection().isValid(1); // as the operator asks, before it relies on it
    read(statement, "SELECT RELEASE_LOCK('dbops:" + kind + ":" + name + "')");
  }

  private static void exists(Statement statement, String kind, String name) throws SQLException {
    read(
        statement,
        (kind.equals("database")
                ? "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '"
                : "SELECT User FROM mysql.user WHERE User = '")
            + name
            + "'");
  }

  private static void owner(Statement statement, String kind, String name) throws SQLException {
    read(
        statement,
        "SELECT * FROM %s WHERE `kind` = '%s' AND `name` IN ('%s')".formatted(OWNERS, kind, name));
  }

  private static void record(Statement statement, String kind, String name, int intent)
      throws SQLException {
    statement.execute(
        ("REPLACE INTO %s (`kind`, `name`, `form`, `intent`, `cluster`, `operator`, `namespace`,"
                + " `object`, `uid`, `comment`) VALUES ('%s', '%s', 1, %d,"
                + " '3d00f94d-3fb0-4a76-88e6-b54f6ae1bde8', 'default', 'bench', 'object',"
                + " '2c165ff5-5808-4a64-a81a-bdd3fcfbd6ad', '')")
            .formatted(OWNERS, kind, name, intent));
  }

  private static void read(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        result.getString(1);
      }
    }
  }
}
