package io.dbprovision.spi;

import java.util.Optional;

/** Capability: the server remembers which Kubernetes object owns what. */
public interface OwnershipRecord {
  /** The id of the change that writes the record of an object that is there already. */
  ChangeId CHANGE = new ChangeId("ownershipRecord");

  /** The owner on record; empty when the object is not there or nobody is recorded. */
  Optional<Owner> ownerOf(Kind kind, String name);

  /**
   * Writes the record of an object that lost it anew, for a caller whose own status vouches that
   * the object is that owner's. Looks again within the same transaction or lock: who is on record
   * stays, whoever it is, and so does the user's own comment. Nothing happens when the owner is on
   * record already, or the object is not there. Idempotent.
   *
   * @return whether it was written; an engine that does not know how never writes it
   * @throws EngineException PERMISSION when the server does not let us; never CONFLICT: what
   *     belongs to somebody else is simply left alone
   */
  default boolean renew(Kind kind, String name, Owner owner) {
    return false;
  }
}
