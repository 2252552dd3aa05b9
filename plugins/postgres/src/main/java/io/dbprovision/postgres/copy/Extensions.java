package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.RoleState;
import java.util.List;

/**
 * Extensions that only a superuser may create: where the operator's login is one, a target's are
 * made before it is filled. All others are made by the restore itself, as the owner.
 */
final class Extensions {
  private static final PgDialect PG = PgDialect.PG;

  private static final SqlText CLOSED =
      SqlText.of(
          """
          SELECT e.extname, n.nspname
          FROM pg_catalog.pg_extension e
          JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
          JOIN pg_catalog.pg_available_extension_versions v
            ON v.name = e.extname AND v.version = e.extversion
          WHERE v.superuser AND NOT v.trusted AND n.nspname IN ('public', 'pg_catalog')
          """);

  private record Extension(String name, String schema) {}

  private Extensions() {}

  static void copy(Server server, String from, String to) {
    RoleState admin =
        server.run(sql -> RoleCatalog.readUsable(sql, List.of(server.admin()))).get(server.admin());
    if (admin == null || !admin.superuser()) {
      return;
    }
    List<Extension> found =
        server.runIn(
            from,
            sql -> sql.query(CLOSED, row -> new Extension(row.getString(1), row.getString(2))));
    if (found.isEmpty()) {
      return;
    }
    server.runIn(
        to,
        sql -> {
          for (Extension extension : found) {
            sql.execute(
                SqlText.of(
                    "CREATE EXTENSION IF NOT EXISTS {} SCHEMA {} CASCADE",
                    PG.identifier(extension.name()),
                    PG.identifier(extension.schema())));
          }
          return true;
        });
  }
}
