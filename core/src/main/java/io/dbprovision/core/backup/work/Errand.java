package io.dbprovision.core.backup.work;

import java.time.Instant;
import java.util.Objects;

/** What somebody wants to know of a store, or have removed from it. */
public sealed interface Errand {
  /** Whether backups can be written and removed there. */
  record Check() implements Errand {}

  /**
   * What lies at a path.
   *
   * @param prefix of the store, empty for none: earlier operators put it before the path once more
   */
  record Look(String path, String prefix) implements Errand {
    public Look {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(prefix, "prefix");
    }
  }

  /**
   * As {@link StoreKeeper#remove}.
   *
   * @param uid of the backup
   */
  record Remove(String path, String prefix, String uid) implements Errand {
    public Remove {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(prefix, "prefix");
      Objects.requireNonNull(uid, "uid");
    }
  }

  /** As {@link StoreKeeper#clean}, until nothing is left. */
  record Clean(String path, Instant before) implements Errand {
    public Clean {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(before, "before");
    }
  }
}
