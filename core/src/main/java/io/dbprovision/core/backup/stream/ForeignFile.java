package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Backup files that earlier operators wrote: one object, compressed, perhaps encrypted as a whole,
 * without header or manifest, at {@code <prefix>/<path>} although the path has the prefix already.
 */
public final class ForeignFile {
  private static final int BUFFER = 64 * 1024;

  private final ObjectStore store;

  public ForeignFile(ObjectStore store) {
    this.store = store;
  }

  /**
   * Where the file lies: with the prefix twice when something lies there, otherwise at the path.
   *
   * @param prefix of the store, empty for none
   */
  public Optional<StoredObject> find(String path, String prefix) {
    if (!prefix.isEmpty()) {
      Optional<StoredObject> twice = store.stat(prefix + "/" + path);
      if (twice.isPresent()) {
        return twice;
      }
    }
    return store.stat(path);
  }

  /**
   * As {@link #find}, and it is no part of one of our own backups.
   *
   * @throws EngineException INVALID when it is
   */
  public Optional<StoredObject> look(String path, String prefix) {
    Optional<StoredObject> found = find(path, prefix);
    found.ifPresent(object -> refuseOurOwn(object, new Complaint(path)));
    return found;
  }

  /** Removes the file where {@link #find} finds it; nothing happens without one. */
  public void delete(String path, String prefix) {
    find(path, prefix).ifPresent(object -> store.delete(object.key()));
  }

  /**
   * The plain dump. A GCM file was read to its end and proven before this returns, and is proven
   * once more while it is read.
   *
   * @param key 32 bytes; null for a file that is not encrypted
   * @param acknowledged that a CBC file may have been changed without anybody noticing
   * @throws EngineException NOT_FOUND; INVALID for a damaged file, another key, a missing key or
   *     acknowledgement
   */
  public InputStream open(
      String path,
      String prefix,
      Compression compression,
      ForeignEncryption encryption,
      @Nullable EncryptionKey key,
      boolean acknowledged) {
    Complaint complaint = complaint(path, encryption);
    StoredObject object =
        find(path, prefix)
            .orElseThrow(
                () -> complaint.of(ErrorKind.NOT_FOUND, "is not there: there is no such object"));
    refuseOurOwn(object, complaint);
    InputStream compressed =
        switch (encryption) {
          case NONE -> new WholeObject(store, object, complaint);
          case GCM -> gcm(object, required(key, complaint), complaint);
          case CBC -> cbc(object, required(key, complaint), acknowledged, complaint);
        };
    return PlainStream.over(
        compressed, compression, PlainStream.ANY_LENGTH, complaint, plain -> {});
  }

  /** Nothing beside the file tells how it was written: whoever said so may be wrong. */
  private static Complaint complaint(String path, ForeignEncryption encryption) {
    return new Complaint(
        path,
        "it is damaged, or was compressed in another way than said"
            + (encryption == ForeignEncryption.CBC ? ", or the key is another" : ""));
  }

  private void refuseOurOwn(StoredObject object, Complaint complaint) {
    byte[] start = new SmallObjects(store).start(object.key(), Preamble.MAGIC_LENGTH);
    if (Preamble.isMagic(start)) {
      throw complaint.damaged(
          "is a part of a backup that was never completed, or that lost its manifest or other"
              + " parts");
    }
  }

  private static EncryptionKey required(@Nullable EncryptionKey key, Complaint complaint) {
    if (key == null) {
      throw complaint.damaged("is encrypted: give the key that it was written with");
    }
    return key;
  }

  private InputStream gcm(StoredObject object, EncryptionKey key, Complaint complaint) {
    byte[] buffer = new byte[BUFFER];
    try (GcmFile check = new GcmFile(new WholeObject(store, object, complaint), object, key)) {
      while (check.read(buffer, 0, buffer.length) >= 0) {
        // only the tag at the end is of interest
      }
    } catch (IOException e) {
      throw unreadable(complaint, e);
    }
    return begun(
        () -> new GcmFile(new WholeObject(store, object, complaint), object, key), complaint);
  }

  private InputStream cbc(
      StoredObject object, EncryptionKey key, boolean acknowledged, Complaint complaint) {
    if (!acknowledged) {
      throw complaint.damaged(
          "is encrypted with AES-CBC, which does not tell whether it was changed:"
              + " acknowledge that to restore it");
    }
    return begun(() -> new CbcFile(new WholeObject(store, object, complaint), key), complaint);
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  private static InputStream begun(Opening opening, Complaint complaint) {
    try {
      return opening.open();
    } catch (IOException e) {
      throw unreadable(complaint, e);
    }
  }

  private static EngineException unreadable(Complaint complaint, IOException e) {
    return complaint
        .damaged("cannot be decrypted: it is damaged, or the key is another")
        .causedBy(e);
  }
}
