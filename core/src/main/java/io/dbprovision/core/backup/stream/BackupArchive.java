package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Backups in a store, each under a path. Thread-safe. What it throws is an {@link EngineException}:
 * those of the store, CONFLICT for a path that is taken, NOT_FOUND for one that is not there, and
 * INVALID, with a sentence that says what, for a backup that is damaged or whose key is another.
 */
public final class BackupArchive {
  private final ObjectStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param random where data keys come from: a {@link java.security.SecureRandom} but in tests
   */
  public BackupArchive(ObjectStore store, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Begins a backup. Of several at one path one wins, the others fail.
   *
   * @throws EngineException CONFLICT when anything lies at the path
   */
  public BackupUpload begin(String path, BackupHeader header, StreamOptions options) {
    return missing();
  }

  /**
   * The manifest as it lies there; of an encrypted backup not yet proven, and without its contents,
   * as that takes the key. Empty when there is no complete backup.
   */
  public Optional<Manifest> manifest(String path) {
    return missing();
  }

  /**
   * Reads the whole backup and checks it: manifest, every part's size, every segment, checksum. A
   * key for a backup that is not encrypted is INVALID, as somebody may have put it there.
   */
  public Manifest verify(String path, @Nullable EncryptionKey key, StreamProgress progress) {
    return missing();
  }

  /**
   * The plain dump. Reads throw an EngineException as soon as something is damaged or missing; the
   * stream never ends early.
   */
  public InputStream open(String path, @Nullable EncryptionKey key, StreamProgress progress) {
    return missing();
  }

  /** Removes a backup, complete or not: manifest, keys, parts. Nothing happens without one. */
  public void delete(String path) {
    this.<Object>missing();
  }

  /**
   * Removes what interrupted backups left: uploads, and parts and keys without a manifest of which
   * none is newer than that time. Files that this program did not write stay.
   *
   * @param before longer ago than one part of any backup may take
   * @return how many objects and uploads
   */
  public int clean(String prefix, Instant before) {
    return missing();
  }

  /**
   * Wraps the backup's key with another one; the data stays as it is, at most 1 KiB is written. May
   * be repeated after a failure; at every moment one of the two keys opens the backup.
   */
  public void rewrap(String path, EncryptionKey old, EncryptionKey now) {
    this.<Object>missing();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private <T> T missing() {
    throw EngineException.of(ErrorKind.INTERNAL, "not there yet " + store + clock + random);
  }
}
