package io.dbprovision.mysql;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.ObjectLock;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Provenance;
import java.sql.SQLException;
import java.util.Optional;

/** Reads, and writes anew, the record of an object that is there. */
final class MyOwnershipRecord implements OwnershipRecord {
  private static final Owner NOBODY = new Owner("", "", "", "", "");

  private final Server server;
  private final ObjectLock locks;

  MyOwnershipRecord(Server server, ObjectLock locks) {
    this.server = server;
    this.locks = locks;
  }

  @Override
  public Optional<Owner> ownerOf(Kind kind, String name) {
    return subject(kind, name)
        .flatMap(subject -> server.run(subject::recorded))
        .flatMap(Recorded::ownerIfAny);
  }

  private static Optional<Subject> subject(Kind kind, String name) {
    if (!kind.equals(Kind.DATABASE) && !kind.equals(Kind.USER) && !kind.equals(Kind.ROLE)) {
      return Optional.empty();
    }
    Records records = kind.equals(Kind.DATABASE) ? Records.DATABASES : Records.USERS;
    return Optional.of(new Subject(records, name, NOBODY, Provenance.unknown(), ""));
  }

  @Override
  public boolean renew(Kind kind, String name, Owner owner) {
    return subject(kind, name)
        .filter(
            subject -> locks.holding(subject.records(), name, sql -> renew(sql, subject, owner)))
        .isPresent();
  }

  /** Whoever is on record by now stays, and so does what was announced. */
  private static boolean renew(Sql sql, Subject subject, Owner owner) throws SQLException {
    Optional<Recorded> found = subject.recorded(sql);
    if (found.isEmpty() || found.get().owned()) {
      return false;
    }
    subject.records().confirm(sql, subject.name(), owner, "");
    return true;
  }
}
