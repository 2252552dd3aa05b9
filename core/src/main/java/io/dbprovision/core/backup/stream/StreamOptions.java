package io.dbprovision.core.backup.stream;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a backup is to be written.
 *
 * @param level 1 (fast) to 9 (small) as gzip counts; without effect for {@link Compression#NONE}
 * @param key of the user, which wraps the backup's own; null for a backup that anybody may read
 */
public record StreamOptions(Compression compression, int level, @Nullable EncryptionKey key) {
  public StreamOptions {
    Objects.requireNonNull(compression, "compression");
    if (level < 1 || level > 9) {
      throw new IllegalArgumentException("level is not within 1 to 9: " + level);
    }
  }
}
