package io.dbprovision.core.backup.stream;

import io.dbprovision.core.backup.stream.ObjectNames.Place;
import io.dbprovision.core.backup.stream.ObjectNames.Role;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Backups in a store, each under a path. Thread-safe. What it throws is an {@link EngineException}:
 * those of the store, CONFLICT for a path that is taken, NOT_FOUND for one that is not there, and
 * INVALID, with a sentence that says what, for a backup that is damaged or whose key is another.
 */
public final class BackupArchive {
  /** Every store takes objects of that size, and a damaged one is a small loss of time. */
  public static final long PART_BYTES = 1L << 30;

  private static final int CHECKED_AT_ONCE = 64 * 1024;

  private final ObjectStore store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final long partBytes;

  /**
   * @param random where data keys come from: a {@link java.security.SecureRandom} but in tests
   */
  public BackupArchive(ObjectStore store, InstantSource clock, RandomGenerator random) {
    this(store, clock, random, PART_BYTES);
  }

  /**
   * @param partBytes the most that one object has; at least one segment goes into each
   */
  public BackupArchive(
      ObjectStore store, InstantSource clock, RandomGenerator random, long partBytes) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.partBytes = partBytes;
  }

  /**
   * Begins a backup. Of several at one path one wins, the others fail.
   *
   * @throws EngineException CONFLICT when anything lies at the path
   */
  public BackupUpload begin(String path, BackupHeader header, StreamOptions options) {
    for (String key : List.of(path, ObjectNames.manifest(path), ObjectNames.key(path))) {
      if (store.stat(key).isPresent()) {
        throw new Complaint(path)
            .of(ErrorKind.CONFLICT, "cannot be written: there is an object '" + key + "'");
      }
    }
    return new BackupUpload(store, clock, random, path, header, options, partBytes);
  }

  /**
   * The manifest as it lies there, without its contents; of an encrypted backup not yet proven, as
   * that takes the key. Empty when there is no complete backup. Whatever lies there, it takes no
   * more memory than a manifest may.
   */
  public Optional<Manifest> manifest(String path) {
    Complaint complaint = new Complaint(path);
    Optional<byte[]> bytes = new SmallObjects(store).read(ObjectNames.manifest(path));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    ManifestFile file = ManifestFile.read(bytes.get(), false, complaint);
    return Optional.of(
        file.manifest().encrypted() ? file.manifest() : file.proven(null, complaint));
  }

  /**
   * Reads the whole backup and checks it: manifest, every part's size, every segment, checksum. A
   * key for a backup that is not encrypted is INVALID, as somebody may have put it there.
   */
  public Manifest verify(String path, @Nullable EncryptionKey key, StreamProgress progress) {
    Reading reading = Reading.of(store, path, key);
    reading.checkSizes();
    byte[] buffer = new byte[CHECKED_AT_ONCE];
    try (SegmentReader segments = reading.segments()) {
      while (segments.read(buffer, 0, buffer.length) >= 0) {
        progress.moved(0, segments.stored());
      }
    } catch (IOException e) {
      throw new Complaint(path).of(ErrorKind.UNREACHABLE, "could not be read").causedBy(e);
    }
    return reading.manifest();
  }

  /**
   * The plain dump. Reads throw an EngineException as soon as something is damaged or missing; the
   * stream never ends early.
   */
  public InputStream open(String path, @Nullable EncryptionKey key, StreamProgress progress) {
    return Reading.of(store, path, key).dump(progress);
  }

  /** Removes a backup, complete or not: manifest, keys, parts. Nothing happens without one. */
  public void delete(String path) {
    store.delete(ObjectNames.manifest(path));
    List<String> keys = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    store.list(
        path,
        object -> {
          Place place = ObjectNames.place(object.key());
          if (place.path().equals(path) && place.role() != Role.MANIFEST) {
            (place.role() == Role.KEY ? keys : parts).add(object.key());
          }
        });
    keys.forEach(store::delete);
    parts.reversed().forEach(store::delete);
  }

  /**
   * Removes what interrupted backups left: uploads, and parts and keys without a manifest of which
   * none is newer than that time. Files that this program did not write stay. Of very many some are
   * left for another call.
   *
   * @param before longer ago than one part of any backup may take
   * @param paths where backups can be: nothing else is looked at
   * @return how many objects and uploads
   */
  public int clean(String prefix, Instant before, Predicate<String> paths) {
    return new Cleaner(store, random).clean(prefix, before, paths);
  }

  /**
   * Which keys of the user open the backup, by their ids. Not proven: who may write to the store
   * may have made it up. Empty when there is no such key file, or none that is whole.
   */
  public Set<String> keyIds(String path) {
    return new KeyRing(store, path, new byte[0]).ids();
  }

  /**
   * Wraps the backup's key for one more key of the user; the data stays as it is, at most 1 KiB is
   * written. It is read back, and the manifest proven with it. May be repeated after a failure; the
   * files of other keys stay as they are.
   *
   * @param known of which one opens the backup, unless {@code now} does already
   * @throws EngineException INVALID when no key opens it, or when it is not encrypted
   */
  public void rewrap(String path, Collection<EncryptionKey> known, EncryptionKey now) {
    ring(path).add(known, now, random);
    Reading _ = Reading.of(store, path, now);
  }

  /**
   * Leaves that key as the only one that opens the backup, after proving that it does. May be
   * repeated after a failure.
   *
   * @throws EngineException INVALID when it does not; nothing is removed then
   */
  public void retireOthers(String path, EncryptionKey now) {
    Reading _ = Reading.of(store, path, now);
    ring(path).keepOnly(now);
  }

  private KeyRing ring(String path) {
    Complaint complaint = new Complaint(path);
    Manifest manifest =
        manifest(path).orElseThrow(() -> complaint.of(ErrorKind.NOT_FOUND, "is not there"));
    if (!manifest.encrypted()) {
      throw complaint.damaged("is not encrypted: there is no key to wrap anew");
    }
    return new KeyRing(store, path, Preamble.of(manifest).binding());
  }

  /** The path of the backup that an object with that key belongs to: the key itself for most. */
  public static String pathOf(String key) {
    return ObjectNames.place(key).path();
  }
}
