package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.ForeignFile;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Backups in the stores of plugins; a client lives for one question. */
final class ArchivedBackups implements StoredBackups {
  /** Parts of which each is asked for; of more the store gives a list. */
  private static final int ASKED_FOR = 64;

  /** Somebody waits for the answer who looks after others, too. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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

  private boolean whole(ObjectStore store, String path, Manifest manifest) {
    Map<String, Long> missing = new HashMap<>();
    for (int i = 0; i < manifest.parts().size(); i++) {
      String key = i == 0 ? path : String.format(Locale.ROOT, "%s.part-%05d", path, i + 1);
      missing.put(key, manifest.parts().get(i));
    }
    if (missing.size() > ASKED_FOR) {
      store.list(path, object -> missing.remove(object.key(), object.size()));
      return missing.isEmpty();
    }
    Instant end = clock.instant().plus(PATIENCE);
    for (Map.Entry<String, Long> part : missing.entrySet()) {
      if (clock.instant().isAfter(end)) {
        throw EngineException.of(
            ErrorKind.TIMEOUT,
            "the store takes too long to tell the sizes of the parts of %s".formatted(path));
      }
      Optional<Long> size = store.stat(part.getKey()).map(StoredObject::size);
      if (size.filter(part.getValue()::equals).isEmpty()) {
        return false;
      }
    }
    return true;
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
  public int clean(StoreSite site, String path, Instant before) {
    try (ObjectStore store = site.open(context)) {
      return archive(store)
          .clean(path, before, found -> found.equals(path) || BackupName.fits(found));
    }
  }

  private BackupArchive archive(ObjectStore store) {
    return new BackupArchive(store, clock, random);
  }
}
