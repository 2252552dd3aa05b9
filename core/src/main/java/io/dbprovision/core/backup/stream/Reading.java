package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backup whose manifest was proven with its key. */
final class Reading {
  private final ObjectStore store;
  private final String path;
  private final Complaint complaint;
  private final Manifest manifest;
  private final @Nullable DataKey dataKey;

  private Reading(ObjectStore store, String path, Manifest manifest, @Nullable DataKey dataKey) {
    this.store = store;
    this.path = path;
    this.complaint = new Complaint(path);
    this.manifest = manifest;
    this.dataKey = dataKey;
  }

  static Reading of(ObjectStore store, String path, @Nullable EncryptionKey key) {
    Complaint complaint = new Complaint(path);
    ManifestFile file =
        new SmallObjects(store)
            .read(ObjectNames.manifest(path))
            .map(bytes -> ManifestFile.read(bytes, true, complaint))
            .orElseThrow(
                () ->
                    complaint.of(
                        ErrorKind.NOT_FOUND,
                        "is not there: there is no object '" + ObjectNames.manifest(path) + "'"));
    DataKey dataKey = dataKey(store, path, file.manifest(), key);
    return new Reading(store, path, file.proven(dataKey, complaint), dataKey);
  }

  private static @Nullable DataKey dataKey(
      ObjectStore store, String path, Manifest manifest, @Nullable EncryptionKey key) {
    Complaint complaint = new Complaint(path);
    if (!manifest.encrypted()) {
      if (key != null) {
        throw complaint.damaged(
            "is not encrypted although a key is given for it: take the key away if that is right,"
                + " otherwise somebody may have put another backup in its place");
      }
      return null;
    }
    if (key == null) {
      throw complaint.damaged("is encrypted: give the key that it was written with");
    }
    return new KeyRing(store, path, Preamble.of(manifest).binding()).open(key);
  }

  Manifest manifest() {
    return manifest;
  }

  /** Asks for the sizes alone: says at once what is missing or cut. */
  void checkSizes() {
    List<Long> sizes = manifest.parts();
    for (int number = 1; number <= sizes.size(); number++) {
      String key = ObjectNames.part(path, number);
      long size = store.stat(key).map(StoredObject::size).orElse(-1L);
      if (size != sizes.get(number - 1)) {
        throw complaint.damaged(
            "cannot be used: part "
                + number
                + " ('"
                + key
                + (size < 0
                    ? "') is missing"
                    : "') has " + size + " of " + sizes.get(number - 1) + " bytes"));
      }
    }
  }

  SegmentReader segments() {
    byte[] binding = Preamble.of(manifest).binding();
    SegmentCipher cipher =
        dataKey == null
            ? new DigestSegments(binding)
            : new GcmSegments(dataKey.forSegments(), binding);
    return new SegmentReader(store, path, manifest, cipher);
  }

  /**
   * @throws EngineException when the compressed stream cannot even be begun
   */
  InputStream dump(StreamProgress progress) {
    SegmentReader segments = segments();
    return PlainStream.over(
        segments,
        manifest.compression(),
        manifest.plainBytes(),
        complaint,
        plain -> progress.moved(plain, segments.stored()));
  }
}
