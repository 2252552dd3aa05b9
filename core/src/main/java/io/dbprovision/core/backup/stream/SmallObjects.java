package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Manifests and keys: objects that are read and written as a whole. */
record SmallObjects(ObjectStore store) {
  /**
   * Enough for the row counts of some twenty thousand tables, and little enough to be read by an
   * operator of 96 MiB for many at once: anybody may have put it there.
   */
  static final int LARGEST = 1024 * 1024;

  Optional<byte[]> read(String key) {
    Optional<StoredObject> object = store.stat(key);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    if (object.get().size() > LARGEST) {
      throw EngineException.of(
          ErrorKind.INVALID, "'" + key + "' is far too long: " + object.get().size() + " bytes");
    }
    return Optional.of(start(key, LARGEST));
  }

  /** The first bytes; fewer when the object is shorter. */
  byte[] start(String key, int length) {
    try (InputStream in = store.open(key, 0)) {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw EngineException.of(ErrorKind.UNREACHABLE, "'" + key + "' cannot be read").causedBy(e);
    }
  }

  /**
   * Writes an object of which no other writer has the same bytes. When the store's answer to the
   * commit is lost, looks whether the object is there.
   */
  void write(String key, byte[] bytes) {
    try (Upload upload = store.begin(key)) {
      upload.write(ByteBuffer.wrap(bytes));
      upload.commit();
    } catch (EngineException failed) {
      if (!lies(key, bytes)) {
        throw failed;
      }
    }
  }

  private boolean lies(String key, byte[] bytes) {
    try {
      return read(key).filter(found -> Arrays.equals(found, bytes)).isPresent();
    } catch (EngineException unknown) {
      return false;
    }
  }
}
