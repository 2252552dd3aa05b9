package io.dbprovision.mysql;

import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Provenance;
import java.util.Optional;

/** Reads the record of an object that is there. */
final class MyOwnershipRecord implements OwnershipRecord {
  private static final Owner NOBODY = new Owner("", "", "", "", "");

  private final Server server;

  MyOwnershipRecord(Server server) {
    this.server = server;
  }

  @Override
  public Optional<Owner> ownerOf(Kind kind, String name) {
    if (!kind.equals(Kind.DATABASE) && !kind.equals(Kind.USER) && !kind.equals(Kind.ROLE)) {
      return Optional.empty();
    }
    Records records = kind.equals(Kind.DATABASE) ? Records.DATABASES : Records.USERS;
    Subject subject = new Subject(records, name, NOBODY, Provenance.unknown(), "");
    return server.run(subject::recorded).flatMap(Recorded::ownerIfAny);
  }
}
