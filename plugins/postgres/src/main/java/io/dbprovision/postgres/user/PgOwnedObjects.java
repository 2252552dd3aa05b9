package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.OwnedObjects;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a role owns, over all databases: the server-wide catalog says where, and each database
 * concerned is asked for the names.
 */
public final class PgOwnedObjects implements OwnedObjects {
  private static final SqlText DATABASES =
      SqlText.of(
          """
          SELECT DISTINCT b.datname, b.datallowconn AND b.datconnlimit <> -2 FROM pg_catalog.pg_shdepend s
          JOIN pg_catalog.pg_database b ON b.oid = s.dbid
          WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o'
            AND s.classid <> 'pg_default_acl'::regclass
            AND s.refobjid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
          ORDER BY 1
          """);
  private static final SqlText SHARED =
      SqlText.of(
          """
          SELECT '', coalesce(b.datname, t.spcname),
                 CASE WHEN b.oid IS NULL THEN 'tablespace' ELSE 'database' END
          FROM pg_catalog.pg_shdepend s
          LEFT JOIN pg_catalog.pg_database b
            ON b.oid = s.objid AND s.classid = 'pg_database'::regclass
          LEFT JOIN pg_catalog.pg_tablespace t
            ON t.oid = s.objid AND s.classid = 'pg_tablespace'::regclass
          WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' AND s.dbid = 0
            AND coalesce(b.datname, t.spcname) IS NOT NULL
            AND s.refobjid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
          ORDER BY 2 LIMIT ?
          """);
  private static final SqlText INSIDE =
      SqlText.of(
          """
          SELECT coalesce(i.schema, ''), coalesce(i.name, i.identity), i.type
          FROM pg_catalog.pg_shdepend s
          CROSS JOIN LATERAL pg_catalog.pg_identify_object(s.classid, s.objid, s.objsubid) i
          WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o'
            AND s.classid <> 'pg_default_acl'::regclass
            AND s.dbid = (SELECT oid FROM pg_catalog.pg_database
                          WHERE datname = pg_catalog.current_database())
            AND s.refobjid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
          ORDER BY 1, 2 LIMIT ?
          """);

  private final Server server;

  public PgOwnedObjects(Server server) {
    this.server = server;
  }

  @Override
  public List<OwnedObject> ownedBy(String login, int limit) {
    List<OwnedObject> found = new ArrayList<>(server.run(sql -> list(sql, SHARED, login, limit)));
    for (Place place : server.run(sql -> sql.query(DATABASES, Place::of, login))) {
      int rest = limit - found.size();
      if (rest > 0) {
        found.addAll(place.open() ? inside(place.database(), login, rest) : closed(place));
      }
    }
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  /**
   * A database in which a role owns something.
   *
   * @param open whether anybody may connect
   */
  private record Place(String database, boolean open) {
    static Place of(ResultSet row) throws SQLException {
      return new Place(String.valueOf(row.getString(1)), row.getBoolean(2));
    }
  }

  private List<OwnedObject> inside(String database, String login, int limit) {
    try {
      return server.runIn(database, sql -> list(sql, INSIDE, login, limit));
    } catch (EngineException e) {
      return switch (e.kind()) {
        case NOT_FOUND -> List.of(); // it was dropped meanwhile, with all that is in it
        case PERMISSION -> closed(new Place(database, false));
        case INVALID,
            UNSUPPORTED,
            CONFLICT,
            AUTHENTICATION,
            UNREACHABLE,
            TIMEOUT,
            EXHAUSTED,
            INTERNAL ->
            throw e;
      };
    }
  }

  /** The names of what is in there cannot be read; it stands against dropping the role anyhow. */
  private static List<OwnedObject> closed(Place place) {
    return List.of(new OwnedObject("", place.database(), "objects in a database closed to us"));
  }

  private static List<OwnedObject> list(Sql sql, SqlText text, String login, int limit)
      throws SQLException {
    return sql.query(
        text,
        row ->
            new OwnedObject(
                Objects.requireNonNull(row.getString(1)),
                Objects.requireNonNullElse(row.getString(2), ""),
                Objects.requireNonNull(row.getString(3))),
        login,
        limit);
  }

  @Override
  public String resolution(String login) {
    return resolution(login, server.admin());
  }

  @Override
  public String resolution(String login, String heir) {
    return ReassignCommand.of(login, heir);
  }
}
