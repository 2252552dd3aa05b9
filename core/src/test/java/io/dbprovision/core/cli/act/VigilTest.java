package io.dbprovision.core.cli.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Examples;
import io.dbprovision.core.fake.FakeCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VigilTest {
  private static final ResourceKey DATABASE =
      new ResourceKey(CustomKind.DATABASE, "demo", "orders");
  private static final ResourceKey BACKUP = new ResourceKey(CustomKind.BACKUP, "demo", "b1");

  private final FakeCluster cluster = new FakeCluster();
  private final List<String> lines = new ArrayList<>();

  /** What happens at that second. */
  private final Map<Integer, Runnable> script = new HashMap<>();

  private Instant now = FakeCluster.MADE;

  @BeforeEach
  void objects() {
    cluster.put(
        CustomKind.DATABASE,
        "demo/orders",
        Map.of(),
        Examples.waiting("DependencyNotReady", "no instance"));
    cluster.put(CustomKind.BACKUP, "demo/b1", Map.of(), Map.of());
  }

  @Test
  void eachThingThatHappensIsToldOnce() throws Exception {
    script.put(3, () -> cluster.status(DATABASE, Examples.ready()));

    assertThat(keep(Map.of(DATABASE, Goal.ready()))).isEqualTo(Vigil.Ending.REACHED);
    assertThat(lines)
        .containsExactly(
            "  0s  Database demo/orders: not Ready, DependencyNotReady: no instance",
            "  3s  Database demo/orders: Ready");
  }

  @Test
  void aBackupShowsItsProgressUntilItIsCompleted() throws Exception {
    script.put(
        1,
        () ->
            cluster.status(
                BACKUP,
                Map.of(
                    "phase",
                    "Running",
                    "conditions",
                    List.of(Examples.condition("Ready", false, "Reconciling", "copied")),
                    "progress",
                    Map.of("phase", "copying", "bytes", 4096, "tablesDone", 2))));
    script.put(
        2,
        () ->
            cluster.status(
                BACKUP,
                Map.of(
                    "phase",
                    "Completed",
                    "backup",
                    Map.of("compressedSizeBytes", 1024, "path", "a/b"))));

    assertThat(keep(Map.of(BACKUP, Goal.completed()))).isEqualTo(Vigil.Ending.REACHED);
    assertThat(lines)
        .containsExactly(
            "  0s  DatabaseBackup demo/b1: not Ready, NotSeen: no operator has looked at it yet",
            "  1s  DatabaseBackup demo/b1: copying, 4.0 KiB, 2 tables",
            "  2s  DatabaseBackup demo/b1: Completed, 1.0 KiB at a/b");
  }

  @Test
  void aBackupThatHasFailedIsNotWaitedFor() throws Exception {
    cluster.status(BACKUP, Examples.failed("BackupFailed", "the store is full"));

    assertThat(keep(Map.of(BACKUP, Goal.completed()))).isEqualTo(Vigil.Ending.FAILED);
    assertThat(lines)
        .containsExactly("  0s  DatabaseBackup demo/b1: Failed, BackupFailed: the store is full");
  }

  @Test
  void whatDoesNotComeInTimeIsNamed() throws Exception {
    assertThat(keep(Map.of(DATABASE, Goal.ready()))).isEqualTo(Vigil.Ending.TIMED_OUT);
    assertThat(lines).last().isEqualTo("after 10s Database demo/orders is not there yet");
    assertThat(now).isBefore(FakeCluster.MADE.plusSeconds(11));
  }

  @Test
  void anApiServerThatIsAwayIsAskedAgain() throws Exception {
    cluster.status(DATABASE, Examples.ready());
    cluster.silent = 2;

    assertThat(keep(Map.of(DATABASE, Goal.ready()))).isEqualTo(Vigil.Ending.REACHED);
    assertThat(lines).hasSize(2).first().asString().contains("does not answer");
  }

  @Test
  void anObjectThatIsDeletedMeanwhileEndsTheWait() throws Exception {
    script.put(1, () -> cluster.remove(DATABASE));
    assertThat(keep(Map.of(DATABASE, Goal.ready()))).isEqualTo(Vigil.Ending.FAILED);
    assertThat(keep(Map.of(DATABASE, Goal.deleted()))).isEqualTo(Vigil.Ending.REACHED);
  }

  @Test
  void aTrialCountsOnlyForItsOwnToken() {
    Goal goal = Goal.verified("t2");

    assertThat(trial(goal, Map.of("token", "t1", "verified", true)))
        .isInstanceOf(Stage.Going.class);
    assertThat(trial(goal, Map.of("token", "t2", "step", "Running")))
        .isInstanceOf(Stage.Going.class);
    assertThat(trial(goal, Map.of("token", "t2", "verified", true, "message", "8 tables")))
        .isEqualTo(new Stage.Reached("verified: 8 tables"));
    assertThat(trial(goal, Map.of("token", "t2", "verified", false, "message", "a row differs")))
        .isEqualTo(new Stage.Failed("not verified: a row differs"));
  }

  @Test
  void aRotationIsDoneWhenTheCredentialsAreOthers() {
    ResourceKey key = new ResourceKey(CustomKind.USER, "demo", "app");
    cluster.put(
        CustomKind.USER,
        "demo/app",
        Map.of(),
        Map.of("secret", Map.of("lastRotatedAt", "2026-01-01T00:00:00Z")));

    assertThat(Goal.rotated("2026-01-01T00:00:00Z").look(cluster.find(key)))
        .isInstanceOf(Stage.Going.class);
    assertThat(Goal.rotated("2025-01-01T00:00:00Z").look(cluster.find(key)))
        .isInstanceOf(Stage.Reached.class);
  }

  @Test
  void anAdoptionThatStaysRefusedIsNotWaitedForAnHour() throws Exception {
    cluster.status(DATABASE, Examples.failed("Conflict", "it is team-a's"));

    Vigil.Ending ending = keep(Map.of(DATABASE, new Adopted()), Duration.ofHours(1));

    assertThat(ending).isEqualTo(Vigil.Ending.FAILED);
    assertThat(now).isBefore(FakeCluster.MADE.plusSeconds(20));
    assertThat(lines).last().asString().endsWith("not adopted, Conflict: it is team-a's");
  }

  private Stage trial(Goal goal, Map<String, Object> verification) {
    cluster.status(BACKUP, Map.of("verification", verification));
    return goal.look(cluster.find(BACKUP));
  }

  private Vigil.Ending keep(Map<ResourceKey, Goal> goals) throws InterruptedException {
    return keep(goals, Duration.ofSeconds(10));
  }

  private Vigil.Ending keep(Map<ResourceKey, Goal> goals, Duration most)
      throws InterruptedException {
    int[] second = {0};
    return new Vigil(
            cluster,
            () -> now,
            time -> {
              now = now.plus(time);
              script.getOrDefault(++second[0], () -> {}).run();
            },
            lines::add)
        .keep(goals, most);
  }
}
