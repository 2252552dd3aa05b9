package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import java.sql.SQLException;
import java.util.Optional;

/** A database that is on the server. */
record Found(String name, String owner, boolean connectable, boolean template, Remark remark) {
  private static final SqlText BY_NAME =
      SqlText.of(
          "SELECT pg_catalog.pg_get_userbyid(datdba), datallowconn, datistemplate,"
              + " pg_catalog.shobj_description(oid, 'pg_database')"
              + " FROM pg_catalog.pg_database WHERE datname = ?");

  /**
   * COMMENT ON DATABASE takes the record away that is in the comment. It is written anew where the
   * status of the Database vouches for it, before this is asked.
   */
  private static final String REWRITTEN =
      "; and the status of its Database object does not show that it made the database, so the"
          + " record is not written anew: let that object adopt it (annotation"
          + " dbops.dbprovision.io/adopt=true)";

  static Optional<Found> read(Sql sql, String name) throws SQLException {
    if (!Dialect.isRepresentable(name)) {
      return Optional.empty();
    }
    return sql.first(
        BY_NAME,
        row ->
            new Found(
                name,
                row.getString(1),
                row.getBoolean(2),
                row.getBoolean(3),
                Remark.parse(row.getString(4))),
        name);
  }

  static Optional<Found> read(Server server, String name) {
    return server.run(sql -> read(sql, name));
  }

  /**
   * @throws EngineException NOT_FOUND, or CONFLICT when its record does not name the owner
   */
  static Found require(Server server, String name, Owner owner) {
    Found found =
        read(server, name)
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorKind.NOT_FOUND, "the database \"" + name + "\" is not on the server"));
    found.requireOwner(owner);
    return found;
  }

  void requireOwner(Owner expected) {
    if (remark.unreadable() || !expected.equals(remark.record())) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "the database \"%s\" is on record %s, not for %s%s"
              .formatted(
                  name,
                  remark.record() == null ? "as nobody's" : "for " + remark.record(),
                  expected,
                  remark.record() == null && !remark.unreadable() ? REWRITTEN : ""));
    }
  }

  void requireOpen(String path) {
    if (!connectable) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          path,
          "the database \""
              + name
              + "\" lets nobody in (allowConnections: false); allow connections for it");
    }
  }
}
