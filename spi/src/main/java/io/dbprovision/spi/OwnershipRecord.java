package io.dbprovision.spi;

import java.util.Optional;

/** Capability: the server remembers which Kubernetes object owns what. */
public interface OwnershipRecord {
  /** The id of the change that writes the record of an object that is there already. */
  ChangeId CHANGE = new ChangeId("ownershipRecord");

  /** The owner on record; empty when the object is not there or nobody is recorded. */
  Optional<Owner> ownerOf(Kind kind, String name);
}
