package io.dbprovision.spi;

import java.time.Instant;
import java.util.Objects;

/**
 * An object that is there.
 *
 * @param key the whole key
 * @param size bytes
 * @param modified when it was written, by the store's clock
 */
public record StoredObject(String key, long size, Instant modified) {
  public StoredObject {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(modified, "modified");
    if (size < 0) {
      throw new IllegalArgumentException("size is negative: " + size);
    }
  }
}
