package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.LoadSource;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Phase;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a restore is to read: a backup's object, or a path in a store. */
final class RestoreSources {
  private static final String BACKUP = "spec.backupRef";
  private static final String PATH = "spec.fromPath";
  private static final String BACKUP_PATH = PATH + ".backupPath";

  private final Resources resources;
  private final Consent consent;
  private final StoreSites stores;
  private final EncryptionKeys keys;
  private final StoredBackups stored;
  private final EarlierFiles earlier;

  @Inject
  RestoreSources(
      Resources resources,
      Consent consent,
      StoreSites stores,
      EncryptionKeys keys,
      StoredBackups stored,
      EarlierFiles earlier) {
    this.resources = resources;
    this.consent = consent;
    this.stores = stores;
    this.keys = keys;
    this.stored = stored;
    this.earlier = earlier;
  }

  /**
   * @throws EngineException with the field; what can never be read is INVALID, a backup that may
   *     yet come or be completed NOT_FOUND
   */
  RestoreSource read(CustomResource restore) {
    Optional<ResourceKey> backup = Refs.backup(restore);
    if (backup.isPresent()) {
      return ofBackup(restore, backup.get());
    }
    if (!restore.spec().has("fromPath")) {
      throw EngineException.at(
          ErrorKind.INVALID, "spec", "names no source: backupRef or fromPath is required");
    }
    return ofPath(restore);
  }

  private RestoreSource ofBackup(CustomResource restore, ResourceKey key) {
    Optional<CustomResource> found = resources.get(key);
    consent.require(
        restore,
        CrossRefs.backup(key),
        found.map(object -> object.metadata().annotations()).orElse(Map.of()));
    CustomResource backup =
        found.orElseThrow(
            () ->
                EngineException.at(
                    ErrorKind.NOT_FOUND,
                    BACKUP,
                    "DatabaseBackup %s was not found; it is waited for".formatted(key.path())));
    requireCompleted(backup);
    StoreSite store = stores.site(backup, "spec.storage", backup.spec().object("storage"));
    if (store.byWorkers() && !key.namespace().equals(restore.namespace())) {
      throw elsewhere(key);
    }
    return ofStored(restore, backup, store);
  }

  /** One that may yet come to a good end is waited for; of a failed one nothing is stored. */
  private static void requireCompleted(CustomResource backup) {
    String phase = backup.status().text("phase", Phase.PENDING.toString());
    if (phase.equals(Phase.FAILED.toString())) {
      throw EngineException.at(
          ErrorKind.INVALID,
          BACKUP,
          "DatabaseBackup %s is not completed, it is %s: nothing is stored that could be restored; name another one"
              .formatted(backup.key().path(), phase));
    }
    if (!phase.equals(Phase.COMPLETED.toString())) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND,
          BACKUP,
          "DatabaseBackup %s is not completed, it is %s; its end is waited for"
              .formatted(backup.key().path(), phase));
    }
  }

  /** Whether a restore names a backup that is not there: somebody may have misspelt it. */
  boolean missing(CustomResource restore) {
    return Refs.backup(restore).filter(key -> resources.get(key).isEmpty()).isPresent();
  }

  private RestoreSource ofStored(CustomResource restore, CustomResource backup, StoreSite home) {
    ResourceKey key = backup.key();
    String path = BackupStatus.path(backup);
    if (path.isEmpty()) {
      throw EngineException.at(
          ErrorKind.INVALID,
          BACKUP,
          "DatabaseBackup %s does not say where it is stored: its status.backup.path is missing"
              .formatted(key.path()));
    }
    StoreSite store = stored.lying(home, path, backup.metadata().uid());
    Optional<Manifest> manifest = stored.manifest(store, path);
    if (manifest.isEmpty() && EarlierFiles.wrote(backup)) {
      return earlier
          .ofBackup(restore, backup, store, path)
          .orElseThrow(() -> missing(BACKUP, path));
    }
    if (manifest.isEmpty()) {
      throw noManifest(BACKUP, path);
    }
    if (!manifest.get().header().uid().equals(backup.metadata().uid())) {
      throw EngineException.at(
          ErrorKind.INVALID, BACKUP, "what lies at %s is another backup's".formatted(path));
    }
    return archive(
        store,
        path,
        manifest.get(),
        key.path(),
        key(backup, "spec", backup.spec(), store, path, manifest.get()));
  }

  private RestoreSource ofPath(CustomResource restore) {
    Fields from = restore.spec().object("fromPath");
    StoreSite store = stores.site(restore, PATH + ".storage", from.object("storage"));
    String given = from.text("backupPath", "");
    requireKey(given);
    // the manifest, a key or a part of a backup leads to the backup
    String backup = BackupArchive.pathOf(given);
    List<String> paths = List.of(backup, store.path(backup));
    for (String path : paths) {
      Optional<Manifest> manifest = stored.manifest(store, path);
      if (manifest.isPresent()) {
        return archive(
            store,
            path,
            manifest.get(),
            path,
            key(restore, PATH, from, store, path, manifest.get()));
      }
    }
    if (!backup.equals(given)) {
      throw noManifest(BACKUP_PATH, backup);
    }
    return earlier
        .ofPaths(restore, new EarlierFiles.Blocks(restore, PATH, from), store, paths)
        .orElseThrow(() -> missing(BACKUP_PATH, given));
  }

  /** Every store refuses what is no key of an object, and none of them knows the field. */
  private static void requireKey(String path) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw EngineException.at(
            ErrorKind.INVALID,
            BACKUP_PATH,
            "is no path of a backup: \"%s\" has an empty name, . or .. between its slashes; write it as status.backup.path of the DatabaseBackup has it, from the store's beginning or below the prefix"
                .formatted(path));
      }
    }
  }

  /** Wherever it ran, its order would show one namespace what only the other may have. */
  private static EngineException elsewhere(ResourceKey backup) {
    return EngineException.at(
        ErrorKind.UNSUPPORTED,
        BACKUP + ".namespace",
        "DatabaseBackup %s is on a claim, and only Jobs in the namespace %s can mount that: they would need the login of this restore, or Jobs here the key of that backup. Restore it with a DatabaseRestore in that namespace, keep backups for others in a store behind a network, or have those who run the operator set --worker=process"
            .formatted(backup.path(), backup.namespace()));
  }

  private static EngineException missing(String field, String path) {
    return EngineException.at(
        ErrorKind.INVALID,
        field,
        "there is no complete backup at %s, and no file of an earlier operator".formatted(path));
  }

  private static EngineException noManifest(String field, String path) {
    return EngineException.at(
        ErrorKind.INVALID,
        field,
        "there is no complete backup at %s: no manifest, or a part of another size"
            .formatted(path));
  }

  private Optional<EncryptionKey> key(
      CustomResource from,
      String block,
      Fields fields,
      StoreSite store,
      String at,
      Manifest manifest) {
    String path = block + ".encryption";
    Optional<KeySet> found = keys.keys(from, path, fields.object("encryption"));
    if (manifest.encrypted() && found.isEmpty()) {
      throw EngineException.at(
          ErrorKind.INVALID, path, "the backup is encrypted, and nothing says where its key is");
    }
    if (!manifest.encrypted() && found.isPresent()) {
      throw EngineException.at(
          ErrorKind.INVALID,
          path,
          "says that the backup is encrypted, and it is not: somebody else may have put it there");
    }
    return found.map(all -> opening(all, store, at, KeyStatus.id(from)));
  }

  /**
   * Of one whose key file is lost or damaged, whoever reads it says more.
   *
   * @param known the id that a status tells; empty when none does
   */
  private EncryptionKey opening(KeySet all, StoreSite store, String path, String known) {
    Set<String> ids =
        stored.keyIds(store, path).orElseGet(() -> known.isEmpty() ? Set.of() : Set.of(known));
    return ids.isEmpty()
        ? all.current()
        : all.opening(ids).orElseThrow(() -> all.without(path, ids));
  }

  private static RestoreSource archive(
      StoreSite store, String path, Manifest manifest, String name, Optional<EncryptionKey> key) {
    return new RestoreSource(
        store,
        new LoadSource.Archive(path, key.orElse(null)),
        name,
        manifest.header().engine(),
        manifest.plainBytes(),
        manifest.storedBytes(),
        List.of());
  }
}
