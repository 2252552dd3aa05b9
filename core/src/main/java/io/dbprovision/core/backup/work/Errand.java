package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.EncryptionKey;
import java.time.Instant;
import java.util.List;
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

  /**
   * Wraps a backup's data key for one more key, and proves that it opens the backup.
   *
   * @param known of which one opens it now
   */
  record Rewrap(String path, List<EncryptionKey> known, EncryptionKey now) implements Errand {
    public Rewrap {
      Objects.requireNonNull(path, "path");
      known = List.copyOf(known);
      Objects.requireNonNull(now, "now");
    }
  }

  /** Removes the files of all other keys, once it is proven that this one opens the backup. */
  record Retire(String path, EncryptionKey now) implements Errand {
    public Retire {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(now, "now");
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
