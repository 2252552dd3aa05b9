package io.dbprovision.storage.pvc;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;

/** Which keys there can be: those of every store, but for what this one keeps its uploads in. */
final class Keys {
  private Keys() {}

  static boolean valid(String key) {
    return io.dbprovision.store.Keys.valid(key) && !ofUploads(key);
  }

  /**
   * @throws EngineException INVALID when it is none
   */
  static void require(String key) {
    var _ = io.dbprovision.store.Keys.checked(key);
    if (ofUploads(key)) {
      throw EngineException.of(
          ErrorKind.INVALID, "no key of an object begins with '%s'".formatted(Uploads.FOLDER));
    }
  }

  static List<String> names(String key) {
    return List.of(key.split("/", -1));
  }

  private static boolean ofUploads(String key) {
    return names(key).getFirst().equals(Uploads.FOLDER);
  }
}
