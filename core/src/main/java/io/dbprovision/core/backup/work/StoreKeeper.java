package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.ForeignFile;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Looks after the backups in one store: for whoever only asks and removes. */
public record StoreKeeper(ObjectStore store, InstantSource clock, RandomGenerator random) {
  /** Parts of which each is asked for; of more the store gives a list. */
  private static final int ASKED_FOR = 64;

  /** Somebody waits for the answer who looks after others, too. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  public StoreKeeper {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(random, "random");
  }

  /** The manifest, when there is one and every part that it lists has its size. */
  public Optional<Manifest> manifest(String path) {
    return archive().manifest(path).filter(manifest -> whole(path, manifest));
  }

  private boolean whole(String path, Manifest manifest) {
    Map<String, Long> missing = manifest.sizes(path);
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

  /**
   * The file of an earlier operator, where those put it or at the path itself.
   *
   * @param prefix of the store, empty for none
   * @throws EngineException INVALID for a part of one of our own backups
   */
  public Optional<StoredObject> file(String path, String prefix) {
    return new ForeignFile(store).look(path, prefix);
  }

  /**
   * Removes what lies at a path: one of ours, complete or not, or the file of an earlier operator.
   *
   * @param prefix of the store, empty for none
   * @param uid of the backup: what says that it is another's stays
   */
  public Removed remove(String path, String prefix, String uid) {
    Optional<Manifest> manifest = archive().manifest(path);
    if (manifest.filter(found -> !found.header().uid().equals(uid)).isPresent()) {
      return Removed.ANOTHERS;
    }
    boolean there = manifest.isPresent() || store.stat(path).isPresent();
    if (manifest.isEmpty() && !prefix.isEmpty()) {
      // where earlier operators really put it
      String twice = prefix + "/" + path;
      there |= store.stat(twice).isPresent();
      store.delete(twice);
    }
    archive().delete(path);
    return there ? Removed.ALL : Removed.NOTHING;
  }

  /**
   * Removes what an interrupted backup left at a path, or interrupted backups whose paths begin so
   * and are named as this operator names them, before that time. Of very many some are left for
   * another call.
   *
   * @return how many objects and uploads
   */
  public int clean(String path, Instant before) {
    return archive().clean(path, before, found -> found.equals(path) || BackupName.fits(found));
  }

  private BackupArchive archive() {
    return new BackupArchive(store, clock, random);
  }
}
