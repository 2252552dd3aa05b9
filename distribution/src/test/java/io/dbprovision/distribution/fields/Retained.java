package io.dbprovision.distribution.fields;

import java.util.List;
import java.util.Map;

/**
 * A schedule with seven backups, of which each is a rule older than the one before: made while it
 * pauses, and then told to be completed long ago.
 */
final class Retained {
  /** Their times, by the letter that they go by. */
  private static final Map<String, String> TIMES =
      Map.of(
          "a", "2023-06-15T10:30:00Z",
          "b", "2023-06-15T10:10:00Z",
          "c", "2023-06-15T08:00:00Z",
          "d", "2023-06-14T08:00:00Z",
          "e", "2023-06-07T08:00:00Z",
          "f", "2023-05-15T08:00:00Z",
          "g", "2022-05-15T08:00:00Z");

  /** What two of each rule keep. */
  static final Map<String, String> KEPT_BY =
      Map.of(
          "keepLast", "ab",
          "keepHourly", "ac",
          "keepDaily", "ad",
          "keepWeekly", "ae",
          "keepMonthly", "af",
          "keepYearly", "ag");

  private static final String SPEC =
      """
      schedule: '0 0 1 1 *'
      deletionProtection: false
      paused: true
      failedBackupsHistoryLimit: 10
      template: {spec: {databaseRef: {name: nothing}, ttl: never, storage: {type: pvc, pvc: {claimName: backups}}}}
      """;

  private Retained() {}

  static Exhibit of(String name, String more) {
    return Exhibit.of("DatabaseBackupSchedule", name, SPEC + more)
        .after(stage -> fill(stage, SPEC + more));
  }

  private static void fill(Stage stage, String spec) {
    for (String letter : List.of("g", "f", "e", "d", "c", "b", "a")) {
      stage.annotate("run-now", letter);
      stage.await(
          letter + " is made and has failed",
          () ->
              stage.status("/lastRunNow").equals(letter)
                  && !stage.noted("seen").contains(newest(stage))
                  && backup(stage, newest(stage)).status("/phase").equals("Failed"));
      String name = newest(stage);
      stage.note("seen", stage.noted("seen") + " " + name);
      stage.note(letter, name);
      backup(stage, name)
          .patchStatus(
              "{\"status\":{\"phase\":\"Completed\",\"startedAt\":\"%1$s\",\"completedAt\":\"%1$s\"}}"
                  .formatted(TIMES.get(letter)));
    }
    stage.apply(SpecTree.parse(spec.replace("paused: true", "paused: false")));
  }

  /** By when it was made, not by the time that it is told to be of. */
  private static String newest(Stage stage) {
    String newest = "";
    for (var backup : stage.object().at("/status/recentBackups")) {
      String name = backup.path("name").asText();
      newest =
          backup.path("status").asText().equals("Failed") && !stage.noted("seen").contains(name)
              ? name
              : newest;
    }
    return newest;
  }

  private static Stage backup(Stage stage, String name) {
    return stage.beside("DatabaseBackup", name);
  }

  /** The letters of those that are still there. */
  static String kept(Stage stage) {
    StringBuilder kept = new StringBuilder();
    for (String letter : List.of("a", "b", "c", "d", "e", "f", "g")) {
      if (!backup(stage, stage.noted(letter)).gone()) {
        kept.append(letter);
      }
    }
    return kept.toString();
  }
}
