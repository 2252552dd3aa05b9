package io.dbprovision.core.discovery;

import io.dbprovision.spi.Owner;

/** What is known of those whom a server has on record as owners. */
public interface Records {
  /** Whether that owner is there, or is one that cannot be asked. */
  boolean mayLive(Owner owner);
}
