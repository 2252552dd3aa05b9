package io.dbprovision.postgres.change;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/**
 * The server does not let our login write the record on an object that was there before. The server
 * says so without the object's name, or without a way out.
 */
final class RecordRefusal {
  private RecordRefusal() {}

  /** How changes call the record. */
  static final String PATH = "ownershipRecord";

  /** The failure as it should be shown; any other one as it is. */
  static EngineException told(PgChange change, EngineException failure) {
    if (failure.kind() != ErrorKind.PERMISSION
        || !change.path().equals(PATH)
        || change.cause() == Cause.REMOVAL) {
      return failure;
    }
    String wayOut =
        switch (change.subject().type()) {
          case DATABASE ->
              "make that login a member of the role that owns the database, or give the database"
                  + " another owner";
          case ROLE ->
              "have a superuser give that login ADMIN OPTION on the role (PostgreSQL 16 and later)"
                  + " and take SUPERUSER from the role, if it has it";
        };
    return EngineException.of(
            ErrorKind.PERMISSION,
            "%s cannot be adopted, and nothing was changed: %s; %s"
                .formatted(change.subject().title(), failure.sentence(), wayOut))
        .causedBy(failure);
  }
}
