package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.Removed;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.spi.StoredObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * What lies in stores, for those who only ask and remove. Throws EngineException; and {@link
 * StillAsking}, where the answer of a worker or a slow store is not there yet.
 */
interface StoredBackups {
  /** Whether backups can be written and removed there. */
  void check(StoreSite site);

  /** The manifest, when there is one and every part that it lists has its size. */
  Optional<Manifest> manifest(StoreSite site, String path);

  /**
   * Where a backup of that uid lies: in the store, unless an operator that knew no folders of
   * claims put it beside them.
   */
  default StoreSite lying(StoreSite site, String path, String uid) {
    return site;
  }

  /**
   * The file of an earlier operator, where those put it or at the path itself.
   *
   * @throws io.dbprovision.spi.EngineException INVALID for a part of one of our own backups
   */
  Optional<StoredObject> file(StoreSite site, String path);

  /**
   * Which keys open the backup at a path, by their ids and as the store says: none when no key file
   * of it is whole. Empty where the operator cannot see that; whoever wraps anew there finds out.
   */
  Optional<Set<String>> keyIds(StoreSite site, String path);

  /**
   * Adds a key file for one more key and proves that it opens the backup. May be repeated.
   *
   * @param known of which one opens it now
   */
  void rewrap(StoreSite site, String path, Collection<EncryptionKey> known, EncryptionKey now);

  /** Removes the files of all other keys, once it is proven that this one opens the backup. */
  void retireOthers(StoreSite site, String path, EncryptionKey now);

  /**
   * What speaks against the word of a worker that it stored a backup: half a sentence; empty when
   * nothing does.
   *
   * @param uid of the backup
   */
  default Optional<String> doubt(StoreSite site, String path, String uid, WorkResult result) {
    Optional<Manifest> stored =
        manifest(site, path).filter(manifest -> manifest.header().uid().equals(uid));
    if (stored.isEmpty()) {
      return Optional.of("the store has no complete backup of it");
    }
    if (!stored.get().checksum().equals(result.copied().checksum())) {
      return Optional.of("the store's manifest has another checksum");
    }
    return stored.get().storedBytes() == result.copied().storedBytes()
        ? Optional.empty()
        : Optional.of(
            "%d bytes are stored instead of %d"
                .formatted(stored.get().storedBytes(), result.copied().storedBytes()));
  }

  /**
   * Removes what lies at a path: one of ours, complete or not, or the file of an earlier operator.
   *
   * @param uid of the backup: what says that it is another's stays
   */
  Removed delete(StoreSite site, String path, String uid);

  /**
   * Removes what an interrupted backup left at a path, or interrupted backups whose paths begin so
   * and are named as this operator names them, before that time. Of very many some are left for
   * another call.
   *
   * @return how many objects and uploads; 0 when nothing is left
   */
  int clean(StoreSite site, String path, Instant before);

  /**
   * Nobody waits any more for what a backup asked of the place or of what lies at its path: a
   * worker that was asked ends. Whoever asks the same meanwhile only asks anew.
   *
   * @param uid of the backup
   */
  default void giveUp(StoreSite site, String path, String uid) {
    // a store that is asked by nobody else has nothing of it
  }
}
