package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.ContentSummary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * What a database is at one moment, held for as long as this is open: other sessions can be given
 * the same view. For one thread, but for {@link #close}.
 */
final class Snapshot implements AutoCloseable {
  private static final SqlText BEGIN =
      SqlText.of("START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");

  /** As pg_dump has it: no name means anything but what is written, and no row is hidden. */
  private static final SqlText PLAIN =
      SqlText.of("SET search_path = ''; SET row_security = off; SET lock_timeout = 0");

  private static final SqlText EXPORT = SqlText.of("SELECT pg_catalog.pg_export_snapshot()");
  private static final SqlText VERSION =
      SqlText.of("SELECT pg_catalog.current_setting('server_version')");
  private static final Pattern NAME = Pattern.compile("[0-9A-Fa-f-]+");

  private final Server server;
  private final String database;
  private final Connection connection;
  private final String name;
  private final int major;
  private final String version;

  private Snapshot(Server server, String database, Connection connection) throws SQLException {
    this.server = server;
    this.database = database;
    this.connection = connection;
    Sql sql = new Sql(connection);
    this.major = Server.major(sql);
    this.version = sql.query(VERSION, row -> row.getString(1)).getFirst();
    sql.execute(PLAIN, BEGIN);
    this.name = sql.query(EXPORT, row -> row.getString(1)).getFirst();
    if (!NAME.matcher(name).matches()) {
      throw new SQLException("a snapshot of no known form");
    }
  }

  static Snapshot of(Server server, String database) {
    Connection connection = server.lend(database);
    try {
      return new Snapshot(server, database, connection);
    } catch (SQLException e) {
      quietly(connection);
      throw Failures.of(e);
    }
  }

  /** For {@code pg_dump --snapshot}. */
  String name() {
    return name;
  }

  /** Of the server. */
  int major() {
    return major;
  }

  /** Of the server, without what a distribution says behind it. */
  String version() {
    int space = version.indexOf(' ');
    return space < 0 ? version : version.substring(0, space);
  }

  /** In a session of its own: an error of it must not end the snapshot that others use. */
  ContentSummary contents() {
    try (Connection own = server.lend(database)) {
      Sql sql = new Sql(own);
      sql.execute(PLAIN, BEGIN);
      sql.execute(SqlText.of("SET TRANSACTION SNAPSHOT {}", PgDialect.PG.literal(name)));
      return ContentReader.read(sql);
    } catch (SQLException e) {
      throw DumpFailure.of(e);
    }
  }

  @Override
  public void close() {
    quietly(connection);
  }

  private static void quietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // it is gone either way
    }
  }
}
