package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Desired;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Remedy;
import org.jspecify.annotations.Nullable;

/**
 * Who may touch what.
 *
 * @param sort how messages call such objects
 */
record MemoryOwnership(String sort) {
  /** What was never taken over is not ours to remove, even when the user asked for adoption. */
  boolean ours(Desired desired, StoredObject stored) {
    return stored.owner() == null
        ? desired.provenance().witnessed()
        : stored.owner().equals(desired.owner());
  }

  /**
   * @throws EngineException CONFLICT
   */
  void checkPermitted(Desired desired, StoredObject stored) {
    if (!desired.provenance().permits(desired.owner(), stored.owner())) {
      throw conflict(desired, stored.owner());
    }
  }

  EngineException conflict(Desired desired, @Nullable Owner recorded) {
    String holder =
        recorded == null ? "nobody is on record as its owner" : "belongs to " + recorded;
    return EngineException.of(
            ErrorKind.CONFLICT, sort + " " + desired.name() + " exists and " + holder)
        .with(Remedy.ADOPT);
  }
}
