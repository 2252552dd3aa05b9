package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.stores.VolumePlace;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups by the clock and on request, and what a schedule removes. */
@ExtendWith(SceneExtension.class)
class BackupScheduleIT {
  private static final String EVERY_MINUTE = "* * * * *";
  private static final String RUN_NOW = "run-now";

  private final Scene scene;
  private final Kubectl kubectl;
  private final Shop shop;
  private final Copies copies;

  BackupScheduleIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.shop = new Shop(scene);
    this.copies = new Copies(scene, new VolumePlace(scene.operator().volumes(), scene.namespace()));
  }

  @BeforeEach
  void aShop() {
    shop.open();
    copies.secrets();
  }

  @Test
  void itGoesByTheClockUnlessItPausesAndKeepsOnlyWhatItIsToKeep() {
    copies.schedule("kept", EVERY_MINUTE, "retention: {keepLast: 1}");
    copies.schedule("pausing", EVERY_MINUTE, "paused: true");
    kubectl.annotate("databasebackupschedule/kept", RUN_NOW, "first");
    await("a backup on request", () -> complete("kept").size() == 1);
    String first = complete("kept").getFirst();
    String path = copies.path(first);
    // the clock may have been quicker; either way one of them is not to be kept

    await(
        "another one by the clock, and the first is gone",
        () ->
            copies.of("kept").size() == 1
                && complete("kept").size() == 1
                && !complete("kept").contains(first));
    String second = complete("kept").getFirst();
    kubectl.patch("databasebackupschedule/kept", "{\"spec\":{\"paused\":true}}");

    assertThat(kubectl.get("databasebackupschedule/kept", "{.status.lastScheduleTime}"))
        .isNotEmpty();
    assertThat(copies.stored())
        .as("with what it stored")
        .noneMatch(key -> key.startsWith(path))
        .contains(copies.path(second));
    assertThat(copies.of("pausing")).as("backups of who pauses").isEmpty();

    kubectl.annotate("databasebackupschedule/pausing", RUN_NOW, "all the same");
    await("one on request", () -> complete("pausing").size() == 1);
    kubectl.await("databasebackupschedule/pausing", "Ready=True/Paused");
  }

  @Test
  void whenAnotherOneRunsTheNextWaitsForItsEnd() throws Exception {
    copies.schedule("careful", "0 3 1 1 *", "concurrencyPolicy: Forbid");
    String schedule = "databasebackupschedule/careful";
    try (AutoCloseable _ =
        shop.owner().hold(shop.name(), "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")) {
      kubectl.annotate(schedule, RUN_NOW, "one");
      await("one runs", () -> phases().equals(List.of("Running")));
      kubectl.annotate(schedule, RUN_NOW, "two");

      kubectl.await(schedule, "Ready=True/WaitingForCompletion", Copies.WORK);
      assertThat(phases()).containsExactly("Running");
      assertThat(kubectl.message(schedule, "Ready")).contains(copies.of("careful").getFirst());
    }
    await("both are done", () -> phases().equals(List.of("Completed", "Completed")));
    kubectl.await(schedule, "Ready=True/Active");
  }

  private List<String> phases() {
    return kubectl.fields("databasebackup", "{.status.phase}");
  }

  private List<String> complete(String schedule) {
    return copies.of(schedule).stream()
        .filter(
            name -> kubectl.get("databasebackup/" + name, "{.status.phase}").equals("Completed"))
        .toList();
  }

  private void await(String what, java.util.function.BooleanSupplier condition) {
    Await.until(
        what,
        Copies.WORK,
        condition,
        () -> kubectl.yaml("databasebackupschedule", "databasebackup") + scene.operator().tail());
  }
}
