package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;

/**
 * The record of a database that somebody took from the server, as {@code COMMENT ON DATABASE} does.
 * Copies ask for a record, so it is written anew before them; else a backup failed until the drift
 * of its Database was looked for and corrected, which not every mode does.
 */
public final class LostRecord {
  private LostRecord() {}

  /**
   * Writes it anew where nobody is on record and the Database's own status says that it was made
   * under that very name on that very server. Anything less proves nothing: then the copy is
   * refused as before. To be called by whoever holds the database's lock.
   *
   * @param owner who the Database is on servers
   */
  public static void renew(
      CustomResource database, CustomResource instance, ServerState.Available server, Owner owner) {
    String name = ServerNames.of(database);
    boolean vouched =
        ServerNames.witnessed(database).filter(name::equals).isPresent()
            // without it the status is an earlier operator's, which says nothing of the server
            && database.status().has(MadeOn.FIELD)
            && MadeOn.standing(database, instance, server.info().identity())
                == MadeOn.Standing.HERE;
    if (vouched) {
      server
          .session()
          .capability(OwnershipRecord.class)
          .ifPresent(records -> records.renew(Kind.DATABASE, name, owner));
    }
  }
}
