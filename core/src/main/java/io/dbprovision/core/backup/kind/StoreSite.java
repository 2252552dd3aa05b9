package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.work.StoreAccess;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in a store that a manifest names, with all it takes to get in.
 *
 * @param prefix of every key there, without a slash at either end; empty for none
 * @param claim that has to be mounted; null for a store behind a network
 */
record StoreSite(Store store, StoreAccess access, String prefix, @Nullable String claim) {
  StoreSite {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(prefix, "prefix");
  }

  Optional<String> claimName() {
    return Optional.ofNullable(claim);
  }

  /** The key of a file there. */
  String path(String file) {
    return prefix.isEmpty() ? file : prefix + "/" + file;
  }

  ObjectStore open(StoreContext context) {
    return store.open(access.place(), context);
  }
}
