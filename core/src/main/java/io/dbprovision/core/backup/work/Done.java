package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.Manifest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was done, without when; see {@link WorkResult}. */
record Done(Copied copied, int tables, Match match, @Nullable Finding found) {
  static Done of(Finding found) {
    return new Done(Copied.NOTHING, -1, Match.NOT_ASKED, found);
  }

  /** Copied or verified. */
  static Done of(Manifest manifest) {
    return new Done(Copied.of(manifest), -1, Match.NOT_ASKED, null);
  }

  WorkResult result(Instant started, Instant finished) {
    return new WorkResult(started, finished, copied, tables, match, 0, found);
  }
}
