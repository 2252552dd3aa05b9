package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.Workers;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reconcile.SecondLook;
import io.dbprovision.core.reconcile.ServerLock;
import io.dbprovision.core.runtime.KeyedLocks;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusWriter;
import io.dbprovision.spi.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What the reconcilers of backups and restores work with. */
record Tools(
    Resources resources,
    Namespaces namespaces,
    Sites sites,
    StoreSites stores,
    EncryptionKeys keys,
    StoredBackups stored,
    Workers workers,
    KeyedLocks<String> locks,
    SecondLook secondLook,
    StatusWriter statuses,
    Events events,
    BackupObserver observer,
    InstantSource clock) {
  @Inject
  Tools {}

  Instant now() {
    return clock.instant();
  }

  StatusDraft draft(CustomResource resource) {
    return new StatusDraft(resource, clock.instant());
  }

  CustomResource write(StatusDraft draft) {
    CustomResource written = statuses.write(draft);
    observer.known(written);
    return written;
  }

  /** Nobody else works on that database of that server meanwhile. */
  <T> T locked(ResourceKey instance, String database, Supplier<T> work)
      throws InterruptedException {
    try (KeyedLocks.Hold _ = locks.hold(ServerLock.of(instance, Kind.DATABASE, database))) {
      return work.get();
    }
  }

  boolean namespaceGoes(CustomResource resource) {
    return namespaces
        .get(resource.namespace())
        .filter(Namespaces.Namespace::terminating)
        .isPresent();
  }
}
