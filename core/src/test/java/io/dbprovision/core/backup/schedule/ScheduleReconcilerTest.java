package io.dbprovision.core.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.runtime.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleReconcilerTest {
  private static final String FIRST = "nightly-20260305-030000";
  private static final String SECOND = "nightly-20260306-030000";

  private final ScheduleScene scene = new ScheduleScene();

  @Test
  void aNewScheduleMakesNothingAtOnceAndSaysWhenItWill() {
    Outcome outcome = scene.apply().look();

    assertThat(scene.backups()).isEmpty();
    assertThat(scene.schedule().hasFinalizer()).isTrue();
    assertThat(scene.status().text("phase")).contains("Active");
    assertThat(scene.status().text("nextBackupTime")).contains("2026-03-05T03:00:00Z");
    assertThat(scene.condition("Ready")).isEqualTo("True/Active");
    assertThat(scene.condition("Scheduled")).isEqualTo("True/Active");
    assertThat(outcome)
        .asInstanceOf(
            org.assertj.core.api.InstanceOfAssertFactories.type(Outcome.RequeueAfter.class))
        .extracting(Outcome.RequeueAfter::delay)
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void whenItsTimeComesItMakesTheBackupOfTheTemplateOnce() {
    scene.apply().look();
    scene.at("2026-03-05T03:00:00Z").lookUntilQuiet();

    assertThat(scene.names()).containsExactly(FIRST);
    CustomResource backup = scene.backups().getFirst();
    assertThat(backup.metadata().labels())
        .isEqualTo(
            Map.of(
                "team",
                "a",
                "dbops.dbprovision.io/schedule",
                "nightly",
                "dbops.dbprovision.io/scheduled-backup",
                "true"));
    assertThat(backup.metadata().annotations()).isEqualTo(Map.of("note", "kept"));
    assertThat(backup.metadata().owners()).containsExactly(scene.schedule().metadata().uid());
    assertThat(backup.spec().values()).isEqualTo(ScheduleScene.TEMPLATE.get("spec"));
    assertThat(scene.status().text("lastScheduleTime")).contains("2026-03-05T03:00:00Z");
    assertThat(scene.status().object("lastBackup").text("name")).contains(FIRST);
    assertThat(scene.events.seen())
        .containsExactly(
            "BackupTriggered nightly: made " + FIRST + " for the time 2026-03-05T03:00:00Z");
  }

  @Test
  void theTimeItAskedForABackupLastIsToldWhateverBecameOfTheBackup() {
    scene.apply().look();
    assertThat(scene.due).as("before the first time").isNull();

    scene.at("2026-03-05T03:00:00Z").lookUntilQuiet();
    assertThat(scene.due).isEqualTo("2026-03-05T03:00:00Z");

    scene.at("2026-03-06T04:00:00Z").lookUntilQuiet();
    assertThat(scene.due).as("which waits for the first").isEqualTo("2026-03-06T03:00:00Z");

    scene.with("startingDeadlineSeconds", 60).at("2026-03-07T04:00:00Z").lookUntilQuiet();
    assertThat(scene.due).as("which was missed").isEqualTo("2026-03-07T03:00:00Z");

    scene.with("paused", true).look();
    assertThat(scene.due).as("of who pauses").isNull();
  }

  @Test
  void afterANightOfSleepOneRunIsMadeUpForWhateverWasMissed() {
    scene.apply().look();
    scene.at("2026-03-11T12:00:00Z").lookUntilQuiet();
    assertThat(scene.names()).containsExactly("nightly-20260311-030000");
  }

  @Test
  void whereverTheOperatorEndsThereIsOneBackupForASlot() {
    for (int write = 0; write < 4; write++) {
      ScheduleScene crashing = new ScheduleScene();
      crashing.apply().look();
      crashing.at("2026-03-05T03:00:00Z");
      crashing.writes.crashAfter(write);
      try {
        crashing.look();
      } catch (Writes.Crash expected) {
        crashing.later(Duration.ofMinutes(3));
      }
      crashing.writes.calm();
      crashing.lookUntilQuiet();
      assertThat(crashing.names()).as("ended before write %d", write).containsExactly(FIRST);
    }
  }

  @Test
  void whatIsConvergedIsWrittenNoMore() {
    scene.apply().look();
    scene.at("2026-03-05T03:00:00Z").lookUntilQuiet();
    scene.end(FIRST, "Completed");
    scene.look();
    int before = scene.writes.count();
    scene.later(Duration.ofHours(1)).lookUntilQuiet();
    assertThat(scene.writes.count()).isEqualTo(before);
  }

  @Test
  void forbidWaitsForTheRunningOneAndThenRunsTheLastSlotOnly() {
    scene.apply().look();
    scene.at("2026-03-05T03:00:00Z").look();
    scene.at("2026-03-07T03:00:00Z").lookUntilQuiet();
    assertThat(scene.names()).containsExactly(FIRST);
    assertThat(scene.condition("Ready")).isEqualTo("True/WaitingForCompletion");
    assertThat(scene.status().text("message", "")).contains(FIRST);

    scene.end(FIRST, "Failed");
    scene.later(Duration.ofMinutes(20)).lookUntilQuiet();
    assertThat(scene.names()).containsExactly(FIRST, "nightly-20260307-030000");
    assertThat(scene.condition("Ready")).isEqualTo("True/Active");
  }

  @Test
  void replaceDeletesTheRunningOneAndAllowLeavesIt() {
    scene.with("concurrencyPolicy", "Replace").look();
    scene.at("2026-03-05T03:00:00Z").look();
    scene.at("2026-03-06T03:00:00Z").lookUntilQuiet();
    assertThat(scene.names()).containsExactly(SECOND);

    scene.with("concurrencyPolicy", "Allow");
    scene.at("2026-03-07T03:00:00Z").lookUntilQuiet();
    assertThat(scene.names()).containsExactly(SECOND, "nightly-20260307-030000");
  }

  @Test
  void pausingClearsTheNextTimeAndNothingIsMadeUpForAfterwards() {
    scene.apply().look();
    scene.with("paused", true).look();
    assertThat(scene.status().has("nextBackupTime")).isFalse();
    assertThat(scene.status().text("phase")).contains("Paused");
    assertThat(scene.condition("Ready")).isEqualTo("True/Paused");

    scene.at("2026-03-08T12:00:00Z").look();
    scene.with("paused", false).lookUntilQuiet();
    assertThat(scene.backups()).isEmpty();
    assertThat(scene.status().text("nextBackupTime")).contains("2026-03-09T03:00:00Z");
    assertThat(scene.events.seen())
        .containsExactly(
            "Paused nightly: no backup is made until it is resumed",
            "Resumed nightly: backups are made again");
  }

  @Test
  void anotherExpressionCountsFromTheMomentItIsSeen() {
    scene.apply().look();
    scene.at("2026-03-04T12:00:00Z").with("schedule", "0 11 * * *").lookUntilQuiet();
    assertThat(scene.backups()).isEmpty();
    assertThat(scene.status().text("nextBackupTime")).contains("2026-03-05T11:00:00Z");
    scene.with("timezone", "Asia/Tokyo").look();
    assertThat(scene.status().text("nextBackupTime")).contains("2026-03-05T02:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "schedule, every night, spec.schedule, \"0 3 * * *\"",
    "schedule, 0 0 30 2 *, spec.schedule, \"0 3 * * *\"",
    "timezone, Berlin, spec.timezone, \"Europe/Berlin\""
  })
  void whatCannotBeReadIsSaidWithTheFieldAndAnExampleAndNothingIsLost(
      String field, String value, String path, String example) {
    scene.apply().look();
    scene.nights(2, "Completed");
    Outcome outcome = scene.with(field, value).look();

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(scene.condition("Ready")).isEqualTo("False/Error");
    assertThat(scene.status().text("phase")).contains("Active");
    assertThat(scene.status().has("nextBackupTime")).isFalse();
    assertThat(scene.status().text("message", "")).startsWith(path + ": ").contains(example);
    assertThat(scene.status().objects("recentBackups")).hasSize(2);
    assertThat(scene.backups()).hasSize(2);
    assertThat(scene.events.seen().getLast())
        .startsWith("ReconcileFailed nightly: [" + scene.status().text("reconcileID", "") + "] ");

    scene.at("2026-03-07T04:00:00Z").with(field, field.equals("schedule") ? "0 3 * * *" : null);
    scene.lookUntilQuiet();
    assertThat(scene.names())
        .as("the slot that passed meanwhile")
        .contains("nightly-20260307-030000");
    assertThat(scene.condition("Ready")).isEqualTo("True/Active");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jitterSeconds", "startingDeadlineSeconds"})
  void negativeTimesAreRefused(String field) {
    scene.with(field, -1).look();
    assertThat(scene.status().text("message", "")).startsWith("spec." + field + ": ");
  }

  @Test
  void whatIsTooLateIsToldAndNotMadeUpFor() {
    scene.with("startingDeadlineSeconds", 600).look();
    scene.at("2026-03-05T03:11:00Z").lookUntilQuiet();
    assertThat(scene.backups()).isEmpty();
    assertThat(scene.events.seen()).hasSize(1).first().asString().startsWith("MissedSchedule");
    scene.at("2026-03-06T03:09:00Z").lookUntilQuiet();
    assertThat(scene.names()).containsExactly(SECOND);
  }

  @Test
  void aChangedBackupWakesItsSchedule() {
    List<ResourceKey> woken = new ArrayList<>();
    scene.wakeups().subscribe(woken::add);
    scene.apply().look();
    scene.at("2026-03-05T03:00:00Z").look();
    scene.end(FIRST, "Completed");
    assertThat(woken).hasSize(2).containsOnly(ScheduleScene.KEY);
  }

  @Test
  void whatSomebodyToldUsToSkipIsLeftAlone() {
    scene.annotated(Map.of("dbops.dbprovision.io/skip-reconcile", "true"));
    int before = scene.writes.count();
    scene.look();
    assertThat(scene.writes.count()).isEqualTo(before);
  }

  @Test
  void namesStayWithinTheirLimitAndApart() {
    String longName = "a".repeat(253);
    ResourceKey one = new ResourceKey(CustomKind.BACKUP_SCHEDULE, "team-a", longName);
    ResourceKey two = new ResourceKey(CustomKind.BACKUP_SCHEDULE, "team-a", "a".repeat(252) + "b");
    List<String> names = new ArrayList<>(BackupNames.of(one, "uid-1", ScheduleScene.MADE));
    names.addAll(BackupNames.of(two, "uid-2", ScheduleScene.MADE));
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() <= 253);
    assertThat(names).allMatch(name -> name.contains("-20260304-100000"));
  }
}
