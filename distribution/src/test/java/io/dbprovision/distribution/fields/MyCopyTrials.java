package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.Trial.Look;
import io.dbprovision.mysql.copy.CopyLogins;
import java.util.ArrayList;
import java.util.List;

/** Backups and restores of MySQL or MariaDB: what is for them alone. */
final class MyCopyTrials {
  private static final String BLOCK = "spec.mysql.";

  private final MySql server;
  private final Origin origin;
  private final Exhibit plain;
  private final Exhibit all;

  MyCopyTrials(MySql server, Origin origin) {
    this.server = server;
    this.origin = origin;
    this.plain = origin.copy("plain", "");
    this.all = restore("all", "");
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>(contents());
    trials.addAll(ways());
    trials.addAll(refused());
    trials.addAll(restored());
    trials.addAll(new TargetTrials(origin).instances());
    return trials;
  }

  private Exhibit copy(String name, String block) {
    return origin.copy(name, "mysql: {" + block + "}\n");
  }

  private Exhibit restore(String name, String block) {
    return origin.restore(
        name, origin.anew(name) + (block.isEmpty() ? "" : "mysql: {" + block + "}\n"));
  }

  private List<Trial> contents() {
    Exhibit less =
        copy(
            "less",
            "events: false, routines: false, triggers: false, extendedInsert: false, excludeTables:"
                + " [child]");
    Exhibit part = copy("part", "tables: [parent]");
    return List.of(
        content("events", less, "EVENT `?ev", YES, NO),
        content("routines", less, "PROCEDURE `?pr", YES, NO),
        content("triggers", less, "TRIGGER \\S*\\btr\\b", YES, NO),
        content("extendedInsert", less, "INSERT INTO `parent` VALUES[^;]*\\),\\s*\\(", YES, NO),
        content("excludeTables", less, "CREATE TABLE `child`", YES, NO),
        content("tables", part, "CREATE TABLE `child`", YES, NO));
  }

  private Trial content(String field, Exhibit other, String pattern, String one, String two) {
    return trial(BLOCK + field, plain, other).shows(CopyLooks.stored(pattern), one, two);
  }

  private List<Trial> ways() {
    Exhibit locking = copy("locking", "singleTransaction: false, lockTables: true");
    Exhibit neither = copy("neither", "singleTransaction: false, lockTables: false");
    return List.of(
        trial(BLOCK + "singleTransaction", plain, neither)
            .shows(said("START TRANSACTION%"), YES, NO),
        trial(BLOCK + "lockTables", neither, locking).shows(said("LOCK TABLES%"), NO, YES),
        trial(
                "spec.postgres",
                plain,
                origin.copy("foreign", "postgres: {format: tar, noOwner: true}\n"))
            .shows(CopyLooks.phase(), "Completed", "never"));
  }

  /** Whether the worker said something like that: its login stands for the object's uid. */
  private Look said(String like) {
    return CopyLooks.completed(
        stage -> {
          String uid = stage.object().at("/metadata/uid").asText();
          String user = CopyLogins.name(uid);
          String count =
              server
                  .sees(
                      "SELECT count(*) > 0 FROM mysql.general_log WHERE user_host LIKE '"
                          + user.replace("_", "\\_")
                          + "[%' AND CONVERT(argument USING utf8mb4) LIKE '"
                          + like
                          + "'")
                  .at(stage);
          return count.equals("1") ? YES : NO;
        });
  }

  private List<Trial> refused() {
    return List.of(
        refused("method", "method: xtrabackup"),
        refused("setGtidPurged", "setGtidPurged: 'ON'"),
        refused("databases", "databases: [shop]"));
  }

  private Trial refused(String field, String block) {
    return trial(
            BLOCK + field, plain, copy("no-" + field.toLowerCase(java.util.Locale.ROOT), block))
        .shows(CopyLooks.phase(), "Completed", "never");
  }

  private List<Trial> restored() {
    Exhibit bare = restore("bare", "events: false, routines: false, triggers: false");
    Exhibit checked = restore("checked", "disableForeignKeyChecks: false");
    Exhibit logged = restore("logged", "disableBinlog: false");
    return List.of(
        restored("events", bare, "EVENTS WHERE EVENT_SCHEMA"),
        restored("routines", bare, "ROUTINES WHERE ROUTINE_SCHEMA"),
        restored("triggers", bare, "TRIGGERS WHERE TRIGGER_SCHEMA"),
        trial(BLOCK + "disableForeignKeyChecks", all, checked)
            .shows(CopyLooks.unless("(?i)foreign key|referenced table"), YES, NO),
        trial(BLOCK + "disableBinlog", logged, restore("unlogged", "disableBinlog: true"))
            .shows(CopyLooks.phase(), "Completed", "never"),
        trial(
                "spec.postgres",
                all,
                origin.restore(
                    "foreign", origin.anew("foreign") + "postgres: {jobs: 2, noOwner: true}\n"))
            .shows(CopyLooks.phase(), "Completed", "never"),
        trial(BLOCK + "createDatabase", all, restore("nocreate", "createDatabase: false"))
            .when("without `databaseRef`")
            .shows(CopyLooks.phase(), "Completed", "never"),
        trial(BLOCK + "dropExisting", all, restore("drop", "dropExisting: true"))
            .when("without `inPlace`")
            .shows(CopyLooks.phase(), "Completed", "never"));
  }

  private Trial restored(String field, Exhibit bare, String from) {
    Look look =
        CopyLooks.completed(
            stage ->
                server
                    .sees(
                        "SELECT count(*) FROM information_schema.%s = '%s'"
                            .formatted(from, stage.status("/restore/targetDatabase")))
                    .at(stage));
    return trial(BLOCK + field, all, bare).shows(look, "1", "0");
  }
}
