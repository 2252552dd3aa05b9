package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.Removed;
import io.dbprovision.core.backup.work.StoreKeeper;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StoredObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Backups in the stores of plugins; a client lives for one question. */
final class ArchivedBackups implements StoredBackups {
  private final StoreContext context;
  private final Claims claims;
  private final InstantSource clock;
  private final RandomGenerator random;

  @Inject
  ArchivedBackups(
      StoreContext context, Claims claims, InstantSource clock, RandomGenerator random) {
    this.context = context;
    this.claims = claims;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void check(StoreSite site) {
    site.claim().ifPresent(claims::furnish);
    try (ObjectStore store = site.open(context)) {
      store.check();
    }
  }

  @Override
  public Optional<Manifest> manifest(StoreSite site, String path) {
    try (ObjectStore store = site.open(context)) {
      return keeper(store).manifest(path);
    }
  }

  @Override
  public StoreSite lying(StoreSite site, String path, String uid) {
    return site.former()
        .filter(
            former ->
                manifest(former, path)
                    .filter(manifest -> manifest.header().uid().equals(uid))
                    .isPresent())
        .orElse(site);
  }

  @Override
  public Optional<StoredObject> file(StoreSite site, String path) {
    try (ObjectStore store = site.open(context)) {
      return keeper(store).file(path, site.prefix());
    }
  }

  @Override
  public Optional<Set<String>> keyIds(StoreSite site, String path) {
    try (ObjectStore store = site.open(context)) {
      return Optional.of(archive(store).keyIds(path));
    }
  }

  @Override
  public void rewrap(
      StoreSite site, String path, Collection<EncryptionKey> known, EncryptionKey now) {
    try (ObjectStore store = site.open(context)) {
      archive(store).rewrap(path, known, now);
    }
  }

  @Override
  public void retireOthers(StoreSite site, String path, EncryptionKey now) {
    try (ObjectStore store = site.open(context)) {
      archive(store).retireOthers(path, now);
    }
  }

  @Override
  public Removed delete(StoreSite site, String path, String uid) {
    try (ObjectStore store = site.open(context)) {
      return keeper(store).remove(path, site.prefix(), uid);
    }
  }

  @Override
  public int clean(StoreSite site, String path, Instant before) {
    try (ObjectStore store = site.open(context)) {
      return keeper(store).clean(path, before);
    }
  }

  private BackupArchive archive(ObjectStore store) {
    return new BackupArchive(store, clock, random);
  }

  private StoreKeeper keeper(ObjectStore store) {
    return new StoreKeeper(store, clock, random);
  }
}
