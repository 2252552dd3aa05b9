package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.EncryptionKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stored backup, all of it, and says whether it is whole. Touches no server.
 *
 * @param key null for a backup that is not encrypted
 */
public record VerifyWork(String id, StoreAccess store, String path, @Nullable EncryptionKey key)
    implements Work {
  public VerifyWork {
    Work.checkId(id);
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(path, "path");
  }
}
