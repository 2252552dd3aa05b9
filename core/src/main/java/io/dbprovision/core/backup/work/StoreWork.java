package io.dbprovision.core.backup.work;

import java.util.Objects;

/** Looks after what is stored where only a worker can. Touches no server. */
public record StoreWork(String id, StoreAccess store, Errand errand) implements Work {
  public StoreWork {
    Work.checkId(id);
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(errand, "errand");
  }
}
