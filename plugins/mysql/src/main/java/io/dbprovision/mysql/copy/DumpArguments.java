package io.dbprovision.mysql.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options of {@code mysqldump} and {@code mariadb-dump}, which differ. */
final class DumpArguments {
  private DumpArguments() {}

  static List<String> of(BackupOptions options, boolean mariadb, Path clientFile, String database) {
    List<String> all = new ArrayList<>();
    all.add("--defaults-file=" + clientFile);
    all.add(on("single-transaction", options.inOneTransaction()));
    all.add(on("lock-tables", options.locked() && !options.inOneTransaction()));
    all.add(on("quick", options.rowByRow()));
    all.add(on("extended-insert", options.inLongInserts()));
    all.add(on("routines", options.withRoutines()));
    all.add(on("triggers", options.withTriggers()));
    all.add(on("events", options.withEvents()));
    all.add("--hex-blob");
    all.add("--no-tablespaces"); // they are the server's, and only PROCESS shows them
    all.add("--default-character-set=utf8mb4");
    all.add("--comments"); // the last line is one
    all.add("--skip-dump-date"); // the same data makes the same file
    all.add("--max-allowed-packet=1G");
    if (!mariadb) {
      all.add("--set-gtid-purged=OFF");
      all.add("--column-statistics=0");
      all.add("--loose-skip-masking-policies"); // they are the server's; older programs know none
    }
    for (String table : options.excludeTables()) {
      all.add("--ignore-table=" + database + "." + table);
    }
    all.add("--");
    all.add(database);
    options.tables().stream()
        .filter(table -> !options.excludeTables().contains(table))
        .forEach(all::add);
    return List.copyOf(all);
  }

  private static String on(String option, boolean on) {
    return (on ? "--" : "--skip-") + option;
  }
}
