package ${package};

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What may be a key, and in which order keys are listed. */
final class Keys {
  private static final int LONGEST = 900;
  private static final List<String> NO_NAMES = List.of("", ".", "..");

  static final Comparator<String> BY_BYTES =
      (left, right) -> Arrays.compareUnsigned(bytes(left), bytes(right));

  private Keys() {}

  static String checked(String key) {
    if (bytes(key).length > LONGEST
        || Arrays.stream(key.split("/", -1)).anyMatch(NO_NAMES::contains)) {
      throw EngineException.of(ErrorKind.INVALID, "'" + key + "' cannot be a key");
    }
    return key;
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
