package io.dbprovision.mysql.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import java.sql.SQLException;

/** A database that is to be copied, or to be filled, for an object whose it must be. */
public final class OwnedDatabase {
  private OwnedDatabase() {}

  /**
   * @throws EngineException NOT_FOUND, or CONFLICT when the record names somebody else
   */
  public static void require(Sql sql, String database, Owner owner) throws SQLException {
    Recorded recorded =
        new Subject(Records.DATABASES, database, owner, Provenance.unknown(), "spec.name")
            .recorded(sql)
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorKind.NOT_FOUND,
                        "the database \"" + database + "\" is not on the server"));
    if (recorded.unreadable() || recorded.intent() || !owner.equals(recorded.owner())) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "the database \"%s\" is on record %s, not for %s"
              .formatted(
                  database,
                  recorded.ownerIfAny().map(other -> "for " + other).orElse("as nobody's"),
                  owner));
    }
  }
}
