package io.dbprovision.distribution.fault;

import io.dbprovision.distribution.operator.Login;
import io.dbprovision.distribution.operator.PostgresServer;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.testservers.ClientPrograms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** A database of some 20 MB that stays as it is, and what a superuser sees of its server. */
final class Shop implements AutoCloseable {
  static final String DATABASE = "shop_of_faults";
  static final Owner OWNER = new Owner("cluster-1", "default", "faults", "shop", "uid-of-shop");

  /** Of the lowest version that fits the server. */
  static final Path CLIENTS = ClientPrograms.folder("pg-clients");

  private static final List<String> CONTENT =
      List.of(
          // another run may have been here
          "DROP TABLE IF EXISTS public.papers, public.orders",
          "CREATE TABLE public.orders (id int PRIMARY KEY, amount int NOT NULL, note text)",
          "INSERT INTO public.orders SELECT i, i % 977,"
              + " md5(i::text) || md5(i || 'a') || md5(i || 'b') || md5(i || 'c')"
              + " FROM generate_series(1, 70000) i",
          "CREATE INDEX by_amount ON public.orders (amount)",
          "CREATE TABLE public.papers (id int PRIMARY KEY, \"or der\" int REFERENCES"
              + " public.orders, scan bytea)",
          "INSERT INTO public.papers SELECT i, i, convert_to(string_agg(md5(i || ' ' || j), ''),"
              + " 'UTF8') FROM generate_series(1, 1200) i, generate_series(1, 100) j GROUP BY i",
          "CREATE UNIQUE INDEX last_of_all ON public.papers (\"or der\")");
  private static final int SMALL_TABLES = 20;

  private final Login login;
  private final Connection superuser;
  private final Script content;
  private final long bytes;

  private Shop(Login login, Connection superuser, Script content, long bytes) {
    this.login = login;
    this.superuser = superuser;
    this.content = content;
    this.bytes = bytes;
  }

  static Shop open(PostgresServer server, Session admin) throws SQLException, IOException {
    make(admin.capability(Databases.class).orElseThrow(), DATABASE, OWNER);
    Login login = server.superuser();
    try (Connection connection = connect(login, DATABASE);
        Statement statement = connection.createStatement()) {
      fill(statement, "db_" + DATABASE + "_owner");
      Counted whole = dumped(login, DATABASE);
      SortedMap<String, String> rows = new TreeMap<>();
      for (String table : whole.script().rows().keySet()) {
        rows.put(table, digest(connection, table));
      }
      if (!rows.equals(whole.script().rows()) || rows.size() != SMALL_TABLES + 2) {
        throw new IllegalStateException("a dump without faults is not the database: " + rows);
      }
      return new Shop(login, connect(login, "postgres"), whole.script(), whole.bytes());
    }
  }

  /** The same content in another database. */
  void fill(String database, String owner) throws SQLException {
    try (Connection connection = connect(login, database);
        Statement statement = connection.createStatement()) {
      fill(statement, owner);
    }
  }

  private static void fill(Statement statement, String owner) throws SQLException {
    statement.execute("SET ROLE \"" + owner + "\"");
    for (String text : CONTENT) {
      statement.execute(text);
    }
    for (int i = 0; i < SMALL_TABLES; i++) {
      statement.execute("DROP TABLE IF EXISTS public.small_" + i);
      statement.execute(
          "CREATE TABLE public.small_%d AS SELECT i AS n, md5(i::text) AS said FROM generate_series(1, 50) i"
              .formatted(i));
    }
  }

  private record Counted(Script script, long bytes) {}

  /** With an owner of its own. */
  static void make(Databases databases, String database, Owner owner) {
    DatabaseSpec spec =
        DatabaseSpec.builder(database, owner)
            .section(
                Section.of(
                    "spec.postgres",
                    Map.of("ownership", Map.of("autoOwnership", true, "dropOnDelete", true))))
            .build();
    Plan plan = databases.plan(spec);
    Set<ChangeId> all = plan.changes().stream().map(Change::id).collect(Collectors.toSet());
    databases
        .apply(plan, all)
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  static Connection connect(Login login, String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(login.host(), login.port(), database),
        login.username(),
        login.password());
  }

  static Path program(String name) {
    return CLIENTS.resolve("15/bin").resolve(name);
  }

  /** By nothing of what is tested. */
  private static Counted dumped(Login login, String database) throws IOException {
    ProcessBuilder dump =
        new ProcessBuilder(
                program("pg_dump").toString(),
                "--host=" + login.host(),
                "--port=" + login.port(),
                "--username=" + login.username(),
                database)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    dump.environment().put("PGPASSWORD", login.password());
    Process process = dump.start();
    try (InputStream out = process.getInputStream()) {
      CountedInput counted = new CountedInput(out);
      Script script = Script.of(counted);
      return new Counted(script, counted.bytes());
    }
  }

  /** In what a database is not this shop; empty when it is. */
  String difference(String database) throws IOException {
    return content.difference(dumped(login, database).script());
  }

  private static String digest(Connection connection, String table) throws SQLException {
    CopyOut copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT");
    List<String> rows = new ArrayList<>();
    for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
      rows.add(new String(row, 0, row.length - 1, StandardCharsets.ISO_8859_1));
    }
    return Script.digestOf(rows);
  }

  Login login() {
    return login;
  }

  /** What a whole backup restores. */
  Script content() {
    return content;
  }

  /** About as many as a dump has. */
  long bytes() {
    return bytes;
  }

  /** How many of this login are left: itself and its sessions. */
  synchronized int left(String role) {
    return Integer.parseInt(
        ask(
            "SELECT (SELECT count(*) FROM pg_roles WHERE rolname = '%1$s') + (SELECT count(*) FROM pg_stat_activity WHERE usename = '%1$s')"
                .formatted(role)));
  }

  /** Returns how many there were. */
  synchronized int endSessions(String role) {
    return Integer.parseInt(
        ask(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '%s'"
                .formatted(role)));
  }

  /** How many passing logins have the rights of that role. */
  synchronized int passingLogins(String owner) {
    return Integer.parseInt(
        ask(
            "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE pg_get_userbyid(m.roleid) = '%s' AND r.rolname LIKE '\\_dbops\\_b\\_%%'"
                .formatted(owner)));
  }

  /** Roles and databases of the operator's own making, and what stays of them for good. */
  synchronized Set<String> passing() {
    return Set.copyOf(
        List.of(
            ask("SELECT coalesce(string_agg(name, ' '), '') FROM (SELECT rolname AS name FROM pg_roles"
                    + " UNION ALL SELECT datname FROM pg_database) n"
                    + " WHERE name LIKE '\\_dbops\\_%'")
                .split(" ")));
  }

  /** The first column of the first row; empty when there is none, or nothing in it. */
  synchronized String told(String sql) {
    return ask(sql);
  }

  private String ask(String sql) {
    try (Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      String first = row.next() ? row.getString(1) : null;
      return first == null ? "" : first;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() throws SQLException {
    superuser.close();
  }
}
