package io.dbprovision.postgres;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads both shared catalogs, each in one statement. A role that may log in is a login. */
final class PgDiscovery implements Discovery {
  /** A negative limit other than -1 marks what an interrupted removal left. */
  private static final SqlText DATABASES =
      SqlText.of(
          """
          SELECT d.datname, c.description
          FROM pg_catalog.pg_database d
          LEFT JOIN pg_catalog.pg_shdescription c
            ON c.objoid = d.oid AND c.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
          WHERE d.datconnlimit >= -1
          """);

  private static final SqlText ROLES =
      SqlText.of(
          """
          SELECT r.rolname, d.description, r.rolcanlogin
          FROM pg_catalog.pg_roles r
          LEFT JOIN pg_catalog.pg_shdescription d
            ON d.objoid = r.oid AND d.classoid = 'pg_catalog.pg_authid'::pg_catalog.regclass
          """);

  private final Server server;
  private final String admin;

  PgDiscovery(Server server, String admin) {
    this.server = server;
    this.admin = admin;
  }

  @Override
  public List<Found> find() {
    return server.run(
        sql -> {
          List<Found> found = new ArrayList<>();
          sql.query(
              DATABASES,
              row -> {
                String name = row.getString(1);
                return !Names.reservedDatabase(name)
                    && add(found, Kind.DATABASE, name, row.getString(2));
              });
          sql.query(
              ROLES,
              row -> {
                String name = row.getString(1);
                Kind kind = row.getBoolean(3) ? Kind.USER : Kind.ROLE;
                return !Names.reservedRole(name, admin) && add(found, kind, name, row.getString(2));
              });
          return List.copyOf(found);
        });
  }

  private static boolean add(List<Found> to, Kind kind, String name, @Nullable String comment) {
    Remark remark = Remark.parse(comment);
    return !remark.unreadable() && to.add(new Found(kind, name, remark.record()));
  }
}
