package io.dbprovision.mysql.copy;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What can be said of a backup's block without looking at a server. */
public final class BackupChecks {
  private static final String PROGRAM = "mysqldump";
  private static final Set<String> OTHERS = Set.of("xtrabackup", "mysqlpump");
  private static final Set<String> PURGED = Set.of("OFF", "AUTO");

  private BackupChecks() {}

  public static Validation validate(Section section) {
    BackupOptions options = section.as(BackupOptions.class);
    String path = section.path();
    Validation found = method(Validation.ok(), path, options);
    found = purged(found, path, options);
    if (options.databases().size() > 1) {
      found =
          found.unsupported(
              path + ".databases",
              "a backup holds one database, that of its databaseRef; make one for each");
    }
    found = names(found, path + ".databases", options.databases());
    found = names(found, path + ".tables", options.tables());
    return names(found, path + ".excludeTables", options.excludeTables());
  }

  private static Validation method(Validation found, String path, BackupOptions options) {
    String method = options.method();
    if (method == null || method.equals(PROGRAM)) {
      return found;
    }
    return OTHERS.contains(method)
        ? found.unsupported(
            path + ".method",
            method
                + " is not used: it copies servers and their files, or is gone from the servers'"
                + " programs; leave it out, or say mysqldump")
        : found.invalid(path + ".method", "must be mysqldump");
  }

  private static Validation purged(Validation found, String path, BackupOptions options) {
    String purged = options.setGtidPurged();
    if (purged == null || PURGED.contains(purged.toUpperCase(Locale.ROOT))) {
      return found;
    }
    return purged.equalsIgnoreCase("ON")
        ? found.unsupported(
            path + ".setGtidPurged",
            "one database's copy cannot set which transactions a whole server has seen; leave it"
                + " out, or say OFF")
        : found.invalid(path + ".setGtidPurged", "must be OFF or AUTO, which here mean the same");
  }

  private static Validation names(Validation found, String path, List<String> names) {
    Validation all = found;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty() || !Dialect.isRepresentable(name) || name.indexOf('\n') >= 0) {
        all = all.invalid(path + "[" + i + "]", "must be a name");
      }
    }
    return all;
  }

  /**
   * The block, when it can be done for that database.
   *
   * @throws EngineException INVALID or UNSUPPORTED
   */
  static BackupOptions checked(Section block) {
    for (Validation.Problem problem : validate(block).problems()) {
      throw EngineException.at(problem.kind(), problem.path(), problem.message());
    }
    return block.as(BackupOptions.class);
  }

  /**
   * @throws EngineException INVALID or UNSUPPORTED
   */
  static BackupOptions checked(Section block, String database) {
    BackupOptions options = checked(block);
    if (!options.databases().isEmpty() && !options.databases().equals(List.of(database))) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          block.path() + ".databases",
          "a backup holds the database of its databaseRef, \""
              + database
              + "\", and no other; leave it out, and make a backup for each");
    }
    return options;
  }
}
