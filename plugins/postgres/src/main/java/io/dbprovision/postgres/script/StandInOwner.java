package io.dbprovision.postgres.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.postgres.user.SelfGrant;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The role that a script acts as in a database that belongs to the operator's own login: it may
 * create in that database and in those of its schemas that nobody else owns, nothing more. What it
 * creates stays its own: handed to the operator's login, a function of a tenant could run with the
 * operator's rights.
 */
public final class StandInOwner {
  private static final PgDialect PG = PgDialect.PG;
  private static final SqlText OID =
      SqlText.of("SELECT oid FROM pg_catalog.pg_database WHERE datname = ?");
  private static final SqlText FIND =
      SqlText.of(
          "SELECT r.rolname FROM pg_catalog.pg_database d JOIN pg_catalog.pg_roles r"
              + " ON r.rolname = '_dbops_db_' || d.oid WHERE d.datname = ?");

  /** The public one, and those that the manifest asked for without an owner of their own. */
  private static final SqlText SCHEMAS =
      SqlText.of(
          "SELECT n.nspname FROM pg_catalog.pg_namespace n"
              + " JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner"
              + " WHERE n.nspname = 'public'"
              + " OR (r.rolname = current_user AND n.nspname NOT LIKE 'pg\\_%')");

  private StandInOwner() {}

  /** One for each database, found again under any name of the database. */
  private static String name(Sql sql, String database) throws SQLException {
    return sql.first(OID, row -> Names.OWN_PREFIX + "db_" + row.getLong(1), database)
        .orElseThrow(() -> new SQLException("the database is gone", "3D000"));
  }

  /** Makes it when it is not there; its name. */
  public static String ensure(Server server, String database) {
    String role =
        server.run(
            sql -> {
              String name = name(sql, database);
              Map<String, RoleState> found = RoleCatalog.readUsable(sql, List.of(name));
              List<SqlText> statements = new ArrayList<>();
              if (found.isEmpty()) {
                statements.add(SqlText.of("CREATE ROLE {} NOLOGIN", PG.identifier(name)));
              }
              statements.add(
                  SqlText.of(
                      "GRANT CREATE, CONNECT, TEMPORARY ON DATABASE {} TO {}",
                      PG.identifier(database),
                      PG.identifier(name)));
              sql.execute(statements);
              Map<String, RoleState> now = RoleCatalog.readUsable(sql, List.of(name));
              sql.execute(SelfGrant.statements(now.values(), server.admin(), Server.major(sql)));
              return name;
            });
    server.runIn(
        database,
        sql -> {
          List<SqlText> grants = new ArrayList<>();
          for (String schema : sql.query(SCHEMAS, row -> row.getString(1))) {
            grants.add(
                SqlText.of(
                    "GRANT USAGE, CREATE ON SCHEMA {} TO {}",
                    PG.identifier(schema),
                    PG.identifier(role)));
          }
          sql.execute(grants);
          return true;
        });
    return role;
  }

  /** The stand-in of a database, when it has one; cannot be told any more when that is gone. */
  public static Optional<String> find(Server server, String database) {
    return server.run(sql -> sql.first(FIND, row -> row.getString(1), database));
  }

  /** After its database is gone, and with it all that the role had. */
  public static void drop(Server server, String role) {
    server.run(
        sql -> {
          sql.execute(SqlText.of("DROP ROLE IF EXISTS {}", PG.identifier(role)));
          return true;
        });
  }
}
