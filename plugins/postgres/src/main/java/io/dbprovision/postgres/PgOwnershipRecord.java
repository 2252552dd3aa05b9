package io.dbprovision.postgres;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Provenance;
import java.util.Optional;

/** Reads the record that stands in the comments of databases and roles. */
final class PgOwnershipRecord implements OwnershipRecord {
  private static final Owner NOBODY = new Owner("", "", "", "", "");

  private final Server server;

  PgOwnershipRecord(Server server) {
    this.server = server;
  }

  @Override
  public Optional<Owner> ownerOf(Kind kind, String name) {
    Subject.Type type;
    if (kind.equals(Kind.DATABASE)) {
      type = Subject.Type.DATABASE;
    } else if (kind.equals(Kind.USER) || kind.equals(Kind.ROLE)) {
      type = Subject.Type.ROLE;
    } else {
      return Optional.empty();
    }
    Subject subject = new Subject(type, name, NOBODY, Provenance.unknown(), "");
    return server.run(subject::remark).stream().findFirst().flatMap(Remark::owner);
  }
}
