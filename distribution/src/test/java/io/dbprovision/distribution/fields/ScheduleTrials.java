package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.Trial.ABSENT;

import io.dbprovision.distribution.fields.Trial.Act;
import io.dbprovision.distribution.fields.Trial.Look;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** {@code DatabaseBackupSchedule} but for its template. */
final class ScheduleTrials {
  private static final String KIND = "DatabaseBackupSchedule";
  private static final String RUN_NOW = "run-now";

  /** Of a Database that never comes: such a backup waits for ever. */
  private static final String WAITING =
      "deletionProtection: false\ntemplate: {spec: {databaseRef: {name: nothing}, storage: {type: pvc, pvc: {claimName: backups}}}}\n";

  /** One that has failed at once. */
  private static final String FAILING = WAITING.replace("storage:", "ttl: never, storage:");

  private static final String YEARLY = "schedule: '0 0 1 1 *'\n";

  private ScheduleTrials() {}

  /** No engine has a part in them: they are the same for all, and tried once. */
  static List<Trial> all() {
    return Made.TRIALS;
  }

  private static final class Made {
    static final List<Trial> TRIALS = List.copyOf(make());
  }

  private static List<Trial> make() {
    List<Trial> trials = new ArrayList<>(times());
    trials.addAll(concurrency());
    trials.addAll(histories());
    trials.addAll(retention());
    trials.addAll(TemplateTrials.all());
    trials.add(
        Policies.protection(KIND, YEARLY + WAITING.replace("deletionProtection: false\n", "")));
    return trials;
  }

  private static List<Trial> times() {
    Look next =
        stage -> {
          String time = stage.status("/nextBackupTime");
          return time.substring(time.indexOf('T') + 1);
        };
    String daily = "schedule: '0 3 * * *'\n";
    Look trial = Looks.status("/verification/nextTime");
    return List.of(
        Trial.of(KIND, "spec.schedule", WAITING)
            .values("0 3 * * *", "30 4 * * *")
            .shows(next, "03:00:00Z", "04:30:00Z"),
        Trial.of(KIND, "spec.timezone", daily + WAITING)
            .values(ABSENT, "Asia/Tokyo")
            .shows(next, "03:00:00Z", "18:00:00Z"),
        Trial.of(KIND, "spec.jitterSeconds", daily + WAITING)
            .values(ABSENT, 3600)
            .shows(
                stage -> next.at(stage).equals("03:00:00Z") ? "sharp" : "later", "sharp", "later"),
        Trial.of(KIND, "spec.paused", daily + WAITING)
            .values(false, true)
            .shows(Looks.status("/phase"), "Active", "Paused"),
        Trial.of(
                KIND,
                "spec.verification.enabled",
                daily + WAITING + "verification: {schedule: '0 12 1 1 *'}\n")
            .values(true, false)
            .shows(stage -> trial.at(stage).isEmpty() ? "never" : "some day", "some day", "never"),
        Trial.of(
                KIND,
                "spec.verification.schedule",
                daily + WAITING + "verification: {enabled: true}\n")
            .values("0 12 * * *", "0 13 * * *")
            .shows(stage -> trial.at(stage).replaceFirst(".*T", ""), "12:00:00Z", "13:00:00Z"),
        late());
  }

  /** The operator was away when it was due. */
  private static Trial late() {
    String spec = "schedule: '0 * * * *'\n" + WAITING;
    Act away =
        stage -> {
          Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(3, ChronoUnit.HOURS);
          stage.patchStatus(
              "{\"status\":{\"timetable\":{\"schedule\":\"0 * * * *\",\"timezone\":\"UTC\",\"since\":\"%s\"}}}"
                  .formatted(before));
          stage.annotate("looked-at", "again");
        };
    return CopyLooks.trial(
            "spec.startingDeadlineSeconds",
            Exhibit.of(KIND, "made-up-for", spec).after(away),
            Exhibit.of(KIND, "too-late", spec + "startingDeadlineSeconds: 1\n").after(away))
        .shows(
            stage ->
                stage.status("/lastScheduleTime").isEmpty()
                    ? Long.toString(
                        ChronoUnit.HOURS.between(
                            Instant.parse(stage.status("/timetable/since")), Instant.now()))
                    : "made",
            "made",
            "0");
  }

  private static List<Trial> concurrency() {
    Look look =
        stage ->
            stage.object().at("/status/recentBackups").size() + " " + stage.status("/lastRunNow");
    Exhibit forbid = twice("forbid", YEARLY + WAITING);
    Exhibit allow = twice("allow", YEARLY + WAITING + "concurrencyPolicy: Allow\n");
    Exhibit replace = twice("replace", YEARLY + WAITING + "concurrencyPolicy: Replace\n");
    String field = "spec.concurrencyPolicy";
    return List.of(
        CopyLooks.trial(field, forbid, allow).shows(look, "1 one", "2 two"),
        CopyLooks.trial(field, forbid, replace).when("`Replace`").shows(look, "1 one", "1 two"));
  }

  private static List<Trial> histories() {
    Look listed = stage -> Integer.toString(stage.object().at("/status/recentBackups").size());
    Exhibit remembering = twice("remembering", YEARLY + FAILING);
    Exhibit forgetful = twice("forgetful", YEARLY + FAILING + "failedBackupsHistoryLimit: 1\n");
    Exhibit shown = Retained.of("shown", "");
    Exhibit shortened = Retained.of("shortened", "successfulBackupsHistoryLimit: 3\n");
    return List.of(
        CopyLooks.trial("spec.failedBackupsHistoryLimit", remembering, forgetful)
            .shows(listed, "2", "1"),
        CopyLooks.trial("spec.successfulBackupsHistoryLimit", shown, shortened)
            .shows(listed, "5", "3"));
  }

  private static List<Trial> retention() {
    Exhibit all = Retained.of("kept-all", "");
    List<Trial> trials = new ArrayList<>();
    Retained.KEPT_BY.forEach(
        (rule, kept) ->
            trials.add(
                CopyLooks.trial(
                        "spec.retention." + rule,
                        all,
                        Retained.of(
                            "by-" + rule.toLowerCase(java.util.Locale.ROOT),
                            "retention: {" + rule + ": 2}\n"))
                    .shows(Retained::kept, "abcdefg", kept)));
    trials.add(
        CopyLooks.trial(
                "spec.retention.minAge",
                Retained.of("by-count", "retention: {keepLast: 1}\n"),
                Retained.of("by-age", "retention: {keepLast: 1, minAge: 1000000h}\n"))
            .shows(Retained::kept, "a", "abcdefg"));
    return trials;
  }

  /** Two requests, the second when something was made for the first. */
  private static Exhibit twice(String name, String spec) {
    return Exhibit.of(KIND, name, spec)
        .after(
            stage -> {
              stage.annotate(RUN_NOW, "one");
              stage.await("one was made", () -> stage.status("/lastRunNow").equals("one"));
              stage.annotate(RUN_NOW, "two");
              stage.await("two was seen", () -> seen(stage));
            });
  }

  private static boolean seen(Stage stage) {
    return stage.status("/lastRunNow").equals("two")
        || Looks.reason("Ready").at(stage).equals("WaitingForCompletion");
  }
}
