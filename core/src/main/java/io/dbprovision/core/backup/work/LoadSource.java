package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.EncryptionKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a database is filled from. */
public sealed interface LoadSource {
  String path();

  /**
   * A backup with a manifest.
   *
   * @param key null for a backup that is not encrypted
   */
  record Archive(String path, @Nullable EncryptionKey key) implements LoadSource {
    public Archive {
      Objects.requireNonNull(path, "path");
    }
  }
}
