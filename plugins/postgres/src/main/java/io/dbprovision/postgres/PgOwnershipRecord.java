package io.dbprovision.postgres;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Provenance;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads, and writes anew, the record that stands in the comments of databases and roles. */
final class PgOwnershipRecord implements OwnershipRecord {
  private static final PgDialect PG = PgDialect.PG;
  private static final Owner NOBODY = new Owner("", "", "", "", "");
  private static final SqlText OWNER =
      SqlText.of(
          "SELECT pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database WHERE datname = ?");

  private final Server server;

  PgOwnershipRecord(Server server) {
    this.server = server;
  }

  @Override
  public Optional<Owner> ownerOf(Kind kind, String name) {
    return subject(kind, name)
        .flatMap(subject -> server.run(subject::remark).stream().findFirst())
        .flatMap(Remark::owner);
  }

  private static Optional<Subject> subject(Kind kind, String name) {
    Optional<Subject.Type> type =
        kind.equals(Kind.DATABASE)
            ? Optional.of(Subject.Type.DATABASE)
            : kind.equals(Kind.USER) || kind.equals(Kind.ROLE)
                ? Optional.of(Subject.Type.ROLE)
                : Optional.empty();
    return type.map(sort -> new Subject(sort, name, NOBODY, Provenance.unknown(), ""));
  }

  @Override
  public boolean renew(Kind kind, String name, Owner owner) {
    return subject(kind, name)
        .filter(subject -> server.run(sql -> sql.transaction(in -> renew(in, subject, owner))))
        .isPresent();
  }

  /** Whoever is on record by now stays, in whatever form; what people wrote stays before it. */
  private boolean renew(Sql sql, Subject subject, Owner owner) throws SQLException {
    List<Remark> found = subject.remark(sql);
    if (found.isEmpty() || found.getFirst().owned()) {
      return false;
    }
    SqlText name = PG.identifier(subject.name());
    SqlText comment = PG.literal(Remark.render(found.getFirst().text(), owner));
    if (subject.type() == Subject.Type.DATABASE) {
      actAsOwner(sql, subject.name());
      sql.execute(SqlText.of("COMMENT ON DATABASE {} IS {}", name, comment));
    } else {
      sql.execute(SqlText.of("COMMENT ON ROLE {} IS {}", name, comment));
    }
    return true;
  }

  /** Only who may act for its owner may comment on a database. */
  private void actAsOwner(Sql sql, String database) throws SQLException {
    List<String> owners = sql.query(OWNER, row -> row.getString(1), database);
    sql.execute(
        SelfGrant.statements(
            RoleCatalog.readUsable(sql, owners).values(), server.admin(), Server.major(sql)));
  }
}
