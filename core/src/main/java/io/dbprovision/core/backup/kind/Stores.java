package io.dbprovision.core.backup.kind;

import io.dbprovision.spi.Store;
import java.util.Optional;

/** The stores that plugins brought. Calls to what is found here are guarded. */
public interface Stores {
  Optional<Store> find(String name);

  /** A sentence for people: why that store is not there and what to do. */
  String whyMissing(String name);
}
