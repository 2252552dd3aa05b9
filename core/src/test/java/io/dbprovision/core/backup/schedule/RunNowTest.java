package io.dbprovision.core.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.fake.Writes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Backups that a schedule makes because somebody asks for one now. */
class RunNowTest {
  private final ScheduleScene scene = new ScheduleScene();

  @Test
  void aRequestMakesOneBackupForEachNewToken() {
    scene.annotated(Map.of("dbops.dbprovision.io/run-now", "one")).lookUntilQuiet();
    assertThat(scene.names()).containsExactly("nightly-20260304-100000");
    assertThat(scene.backups().getFirst().metadata().annotations())
        .containsEntry("dbops.dbprovision.io/run-now", "one");
    assertThat(scene.status().text("lastRunNow")).contains("one");

    scene.end("nightly-20260304-100000", "Completed");
    scene.later(Duration.ofMinutes(1)).annotated(Map.of()).lookUntilQuiet();
    scene.annotated(Map.of("dbops.dbprovision.io/run-now", "one")).lookUntilQuiet();
    assertThat(scene.backups()).hasSize(1);
    scene.annotated(Map.of("dbops.dbprovision.io/run-now", "two")).lookUntilQuiet();
    assertThat(scene.backups()).hasSize(2);
    assertThat(scene.status().text("nextBackupTime")).contains("2026-03-05T03:00:00Z");
  }

  @Test
  void twoRequestsWithinOneSecondMakeABackupEach() {
    scene.annotated(Map.of("dbops.dbprovision.io/run-now", "one")).lookUntilQuiet();
    scene.end("nightly-20260304-100000", "Failed");
    scene.annotated(Map.of("dbops.dbprovision.io/run-now", "two")).lookUntilQuiet();

    assertThat(scene.names()).containsExactly("nightly-20260304-100000", "nightly-20260304-100001");
    assertThat(scene.backups().getLast().metadata().annotations())
        .containsEntry("dbops.dbprovision.io/run-now", "two");
    assertThat(scene.status().text("lastRunNow")).contains("two");
  }

  @Test
  void aRequestIsAnsweredWhileTheSchedulePausesToo() {
    scene
        .with("paused", true)
        .annotated(Map.of("dbops.dbprovision.io/run-now", "one"))
        .lookUntilQuiet();
    assertThat(scene.names()).containsExactly("nightly-20260304-100000");
    assertThat(scene.status().text("phase")).contains("Paused");
  }

  @Test
  void whereverTheOperatorEndsThereIsOneBackupForARequest() {
    for (int write = 0; write < 4; write++) {
      ScheduleScene crashing = new ScheduleScene();
      crashing.apply().look();
      crashing.annotated(Map.of("dbops.dbprovision.io/run-now", "one"));
      crashing.writes.crashAfter(write);
      try {
        crashing.look();
      } catch (Writes.Crash expected) {
        crashing.later(Duration.ofMinutes(3));
      }
      crashing.writes.calm();
      crashing.lookUntilQuiet();
      assertThat(crashing.backups()).as("ended before write %d", write).hasSize(1);
    }
  }
}
