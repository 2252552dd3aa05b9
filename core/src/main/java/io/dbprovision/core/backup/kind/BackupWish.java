package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.spi.DumpFormat;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a backup's manifest asks for, found to make sense.
 *
 * @param warnings what of it is done otherwise, a sentence each
 */
record BackupWish(
    Site source,
    LogicalDump dumps,
    Section block,
    DumpFormat format,
    StoreSite store,
    StreamOptions options,
    List<String> warnings) {
  BackupWish {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(dumps, "dumps");
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(options, "options");
    warnings = List.copyOf(warnings);
  }

  /** The same with one more warning. */
  BackupWish with(String warning) {
    List<String> all = new ArrayList<>(warnings);
    all.add(warning);
    return new BackupWish(source, dumps, block, format, store, options, all);
  }
}
