package io.dbprovision.store;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Writes, reads and deletes a small object of a name that nobody else has. */
public final class WriteProbe {
  private static final byte[] TEXT =
      "db-provision-operator looks whether it can write here\n".getBytes(StandardCharsets.UTF_8);

  private WriteProbe() {}

  /**
   * @param prefix where keys begin; may be empty
   * @throws EngineException as the store's own methods do; nothing stays behind unless deleting
   *     itself failed
   */
  public static void run(ObjectStore store, String prefix, RandomGenerator random) {
    String name = ".dbops-check-" + HexFormat.of().toHexDigits(random.nextLong());
    String key = prefix.isEmpty() ? name : prefix + "/" + name;
    try (Upload upload = store.begin(key)) {
      upload.write(ByteBuffer.wrap(TEXT));
      upload.commit();
    }
    EngineException unreadable = null;
    try {
      read(store, key);
    } catch (EngineException e) {
      unreadable = e;
    }
    store.delete(key);
    if (unreadable != null) {
      throw unreadable;
    }
  }

  private static void read(ObjectStore store, String key) {
    try (InputStream in = store.open(key, 0)) {
      if (!Arrays.equals(in.readAllBytes(), TEXT)) {
        throw EngineException.of(
            ErrorKind.INTERNAL, "the store gave back something else than was written to it");
      }
    } catch (IOException e) {
      throw EngineException.of(ErrorKind.UNREACHABLE, "the store's answer was cut off").causedBy(e);
    }
  }
}
