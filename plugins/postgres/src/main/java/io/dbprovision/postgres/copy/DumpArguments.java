package io.dbprovision.postgres.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What pg_dump is asked for. */
final class DumpArguments {
  static final String FOLDER = "dump";

  private DumpArguments() {}

  /**
   * @param folder of which {@link #FOLDER} is made, by the format that writes files
   */
  static List<String> of(BackupOptions options, String database, String snapshot, Path folder) {
    List<String> arguments = new ArrayList<>();
    Format format = options.kind();
    arguments.add("--format=" + format.word());
    arguments.add("--snapshot=" + snapshot);
    arguments.add("--lock-wait-timeout=" + options.lockWait().toMillis());
    arguments.add("--no-password");
    arguments.add("--no-sync");
    arguments.add("--encoding=UTF8");
    // what is compressed twice takes longer, and no less room
    if (format == Format.CUSTOM || format == Format.DIRECTORY) {
      arguments.add("--compress=0");
    }
    if (format == Format.DIRECTORY) {
      arguments.add("--file=" + folder.resolve(FOLDER));
      arguments.add("--jobs=" + options.workers());
    }
    boolean schemaOnly = BackupOptions.is(options.schemaOnly());
    flag(arguments, schemaOnly, "--schema-only");
    flag(arguments, BackupOptions.is(options.dataOnly()), "--data-only");
    flag(arguments, BackupOptions.is(options.noOwner()), "--no-owner");
    flag(arguments, BackupOptions.is(options.noPrivileges()), "--no-privileges");
    // by its short name, which is the same in all versions
    flag(arguments, !options.largeObjects(), "-B");
    flag(arguments, options.largeObjects() && !schemaOnly, "-b");
    boolean named = !options.schemas().isEmpty() || !options.tables().isEmpty();
    flag(arguments, named, "--strict-names");
    patterns(arguments, "--schema=", options.schemas());
    patterns(arguments, "--table=", options.tables());
    patterns(arguments, "--exclude-schema=", options.excludeSchemas());
    patterns(arguments, "--exclude-table=", options.excludeTables());
    arguments.add(ClientAccess.database(database));
    return arguments;
  }

  private static void flag(List<String> arguments, boolean set, String flag) {
    if (set) {
      arguments.add(flag);
    }
  }

  private static void patterns(List<String> arguments, String option, List<String> patterns) {
    patterns.forEach(pattern -> arguments.add(option + pattern));
  }
}
