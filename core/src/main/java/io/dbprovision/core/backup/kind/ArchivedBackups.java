package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.ForeignFile;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StoredObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Backups in the stores of plugins; a client lives for one question. */
final class ArchivedBackups implements StoredBackups {
  private final StoreContext context;
  private final InstantSource clock;
  private final RandomGenerator random;

  @Inject
  ArchivedBackups(StoreContext context, InstantSource clock, RandomGenerator random) {
    this.context = context;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void check(StoreSite site) {
    try (ObjectStore store = site.open(context)) {
      store.check();
    }
  }

  @Override
  public Optional<Manifest> manifest(StoreSite site, String path) {
    try (ObjectStore store = site.open(context)) {
      return archive(store).manifest(path).filter(manifest -> whole(store, path, manifest));
    }
  }

  @Override
  public Optional<StoredObject> file(StoreSite site, String path) {
    try (ObjectStore store = site.open(context)) {
      return new ForeignFile(store).look(path, site.prefix());
    }
  }

  private static boolean whole(ObjectStore store, String path, Manifest manifest) {
    for (int i = 0; i < manifest.parts().size(); i++) {
      long size = manifest.parts().get(i);
      String key = i == 0 ? path : String.format(Locale.ROOT, "%s.part-%05d", path, i + 1);
      if (store.stat(key).map(StoredObject::size).filter(found -> found == size).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void delete(StoreSite site, String path, String uid) {
    try (ObjectStore store = site.open(context)) {
      BackupArchive archive = archive(store);
      Optional<Manifest> manifest = archive.manifest(path);
      if (manifest.filter(found -> !found.header().uid().equals(uid)).isPresent()) {
        return;
      }
      if (manifest.isEmpty() && !site.prefix().isEmpty()) {
        // where earlier operators really put it
        store.delete(site.path(path));
      }
      archive.delete(path);
    }
  }

  @Override
  public int clean(StoreSite site, String prefix, Instant before) {
    try (ObjectStore store = site.open(context)) {
      return archive(store).clean(prefix, before);
    }
  }

  private BackupArchive archive(ObjectStore store) {
    return new BackupArchive(store, clock, random);
  }
}
