package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.StoreAccess;
import io.dbprovision.core.backup.work.WorkTerms;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in a store that a manifest names, with all it takes to get in.
 *
 * @param prefix of every key there, without a slash at either end; empty for none
 * @param volume the claim that it is on; null for a store behind a network
 * @param namespace of the manifest
 */
record StoreSite(
    Store store, StoreAccess access, String prefix, @Nullable ClaimSite volume, String namespace) {
  StoreSite {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(namespace, "namespace");
  }

  Optional<ClaimSite> claim() {
    return Optional.ofNullable(volume);
  }

  /** Whether nobody but a worker can open it. */
  boolean byWorkers() {
    return volume != null && volume.byWorkers();
  }

  /**
   * Where all that is on claims lay before each had a folder of its own. Whose something there is
   * can be told by its manifest alone.
   */
  Optional<StoreSite> former() {
    return claim()
        .filter(claim -> !claim.byWorkers())
        .map(
            claim ->
                new StoreSite(store, access.mountedAt(claim.root()), prefix, claim, namespace));
  }

  /**
   * How a work there is run.
   *
   * @param subject whose it is
   * @param instance whose server it loads; empty for none
   */
  WorkTerms terms(ResourceKey subject, String instance, Duration deadline) {
    return new WorkTerms(
        subject.toString(),
        volume == null ? subject.namespace() : volume.owner().namespace(),
        volume == null ? null : volume.name(),
        instance,
        deadline.isPositive() ? deadline : Duration.ofSeconds(1),
        0,
        Map.of());
  }

  /** The key of a file there. */
  String path(String file) {
    return prefix.isEmpty() ? file : prefix + "/" + file;
  }

  ObjectStore open(StoreContext context) {
    return store.open(access.place(), context);
  }
}
