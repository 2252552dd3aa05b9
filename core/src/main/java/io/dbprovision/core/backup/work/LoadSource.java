package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.ForeignEncryption;
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

  /**
   * A file that an operator before this one wrote, without a manifest: nothing is known of its
   * contents. It is read to its end, once, before any of it reaches a server.
   *
   * @param prefix of the store, empty for none
   * @param key null for a file that is not encrypted
   * @param acknowledged that a CBC file may have been changed without anybody noticing
   */
  record Foreign(
      String path,
      String prefix,
      Compression compression,
      ForeignEncryption encryption,
      @Nullable EncryptionKey key,
      boolean acknowledged)
      implements LoadSource {
    public Foreign {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(prefix, "prefix");
      Objects.requireNonNull(compression, "compression");
      Objects.requireNonNull(encryption, "encryption");
    }
  }
}
