package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.work.Workers;
import io.dbprovision.core.instance.Servers;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reconcile.Waking;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Wakes backups and restores when what they refer to changes, and when their workers say so. */
final class BackupWaking implements Waking {
  private static final List<CustomKind> KINDS = List.of(CustomKind.BACKUP, CustomKind.RESTORE);

  /** By what they refer to, as {@code key} or {@code namespace/name} of a Secret. */
  private static final String REFERENCE = "backupReference";

  private static final String UID = "backupUid";

  private final Resources resources;
  private final References references;
  private final Servers servers;
  private final Workers workers;

  @Inject
  BackupWaking(Resources resources, References references, Servers servers, Workers workers) {
    this.resources = resources;
    this.references = references;
    this.servers = servers;
    this.workers = workers;
  }

  @Override
  public void declareIndexes() {
    for (CustomKind kind : KINDS) {
      resources.index(kind, REFERENCE, BackupWaking::references);
      resources.index(kind, UID, resource -> List.of(resource.metadata().uid()));
    }
  }

  private static Collection<String> references(CustomResource resource) {
    return CrossRefs.of(resource).stream().map(BackupWaking::value).toList();
  }

  private static String value(CrossRef ref) {
    return switch (ref.target()) {
      case CrossRef.Target.Resource(ResourceKey key) -> key.toString();
      case CrossRef.Target.Secret(String namespace, String name) -> namespace + "/" + name;
      case CrossRef.Target.ConfigMap(String namespace, String name) -> namespace + "/" + name;
      case CrossRef.Target.NewSecret(String namespace) -> namespace;
    };
  }

  @Override
  public void subscribe(Consumer<ResourceKey> enqueue) {
    for (CustomKind kind :
        List.of(
            CustomKind.DATABASE,
            CustomKind.BACKUP,
            CustomKind.INSTANCE,
            CustomKind.CLUSTER_INSTANCE)) {
      resources.subscribe(kind, listener(enqueue));
    }
    references.subscribe(
        References.Type.SECRET,
        (namespace, name) -> {
          String secret = namespace + "/" + name;
          wake(referring(secret), enqueue);
          referring(secret)
              .filter(resource -> over(resource) && keys(resource).anyMatch(secret::equals))
              .forEach(resource -> enqueue.accept(resource.key()));
        });
    servers.onAvailable(instance -> wake(all(), enqueue));
    workers.listen(
        id ->
            wake(
                KINDS.stream().flatMap(kind -> resources.byIndex(kind, UID, id).stream()),
                enqueue));
  }

  private Resources.Listener listener(Consumer<ResourceKey> enqueue) {
    return new Resources.Listener() {
      @Override
      public void changed(CustomResource now) {
        wake(referring(now.key().toString()), enqueue);
      }

      @Override
      public void written(CustomResource now) {
        wake(referring(now.key().toString()), enqueue);
      }

      @Override
      public void deleted(CustomResource last) {
        wake(referring(last.key().toString()), enqueue);
      }
    };
  }

  private Stream<CustomResource> referring(String value) {
    return KINDS.stream().flatMap(kind -> resources.byIndex(kind, REFERENCE, value).stream());
  }

  /** The Secrets of the keys that what a backup stored is, or is to be, wrapped with. */
  private static Stream<String> keys(CustomResource resource) {
    return KeyStatus.id(resource).isEmpty()
        ? Stream.empty()
        : Stream.concat(
                CrossRefs.encryptionKey(
                    resource, "spec.encryption", resource.spec().object("encryption"))
                    .stream(),
                CrossRefs.formerKey(resource).stream())
            .map(BackupWaking::value);
  }

  private Stream<CustomResource> all() {
    return KINDS.stream().flatMap(kind -> resources.list(kind).stream());
  }

  /** What is over waits for nobody, unless it has something to clear. */
  private static void wake(Stream<CustomResource> found, Consumer<ResourceKey> enqueue) {
    found
        .filter(resource -> !over(resource) || Step.of(resource).isPresent())
        .forEach(resource -> enqueue.accept(resource.key()));
  }

  private static boolean over(CustomResource resource) {
    String phase = resource.status().text("phase", "");
    return !resource.deleting() && (phase.equals("Completed") || phase.equals("Failed"));
  }
}
