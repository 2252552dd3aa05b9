package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Which keys there can be. */
final class Keys {
  private static final int MAX_BYTES = 900;

  private Keys() {}

  static boolean valid(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    // text that UTF-8 cannot hold would come back as another one
    return bytes.length <= MAX_BYTES
        && new String(bytes, StandardCharsets.UTF_8).equals(key)
        && key.indexOf('\0') < 0
        && names(key).stream()
            .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
  }

  static void require(String key) {
    if (!valid(key)) {
      throw EngineException.of(
          ErrorKind.INVALID,
          "no key of an object: names parted by single slashes, none of them '.' or '..', at most "
              + MAX_BYTES
              + " bytes in all");
    }
  }

  private static List<String> names(String key) {
    return List.of(key.split("/", -1));
  }
}
