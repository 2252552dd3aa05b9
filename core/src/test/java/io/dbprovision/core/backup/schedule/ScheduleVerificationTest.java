package io.dbprovision.core.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleVerificationTest {
  private static final String VERIFY = "dbops.dbprovision.io/verify";
  private static final String NEWEST = "nightly-20260306-030000";

  private final ScheduleScene scene = new ScheduleScene();

  @Test
  void withoutATimeEachBackupIsTriedOutOnceUnlessTheTemplateSaysOtherwise() {
    scene.with("verification", Map.of("enabled", true)).look();
    scene.nights(1, "Completed");
    assertThat(scene.backups().getFirst().spec().object("verification").flag("enabled", false))
        .isTrue();
    assertThat(scene.status().has("verification")).isFalse();

    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("databaseRef", Map.of("name", "app"));
    spec.put("verification", Map.of("enabled", false));
    scene.with("template", Map.of("spec", spec));
    scene.nights(1, "Completed");
    assertThat(scene.backups().getLast().spec().object("verification").flag("enabled", true))
        .isFalse();
  }

  @Test
  void byTheClockTheNewestCompletedBackupIsTriedOutOnce() {
    scene.with("verification", Map.of("enabled", true, "schedule", "0 12 * * *")).look();
    assertThat(scene.status().object("verification").text("nextTime"))
        .contains("2026-03-04T12:00:00Z");
    scene.nights(2, "Completed");
    scene.nights(1, "Failed");
    scene.at("2026-03-07T12:00:00Z").lookUntilQuiet();
    assertThat(scene.backups())
        .extracting(backup -> backup.metadata().annotations().getOrDefault(VERIFY, "-"))
        .as("made on the 5th, 6th and, failed, on the 7th")
        .containsExactly("2026-03-05T12:00:00Z", "2026-03-07T12:00:00Z", "-");
    assertThat(scene.status().object("verification").text("nextTime"))
        .contains("2026-03-08T12:00:00Z");
  }

  @Test
  void theScheduleRepeatsWhatTheLastTrialShowed() {
    scene.with("verification", Map.of("enabled", true, "schedule", "0 12 * * *")).look();
    scene.nights(2, "Completed");
    verified(NEWEST, false, "table items has 2 rows, not 3");
    scene.look();

    assertThat(scene.status().object("verification").text("backup")).contains(NEWEST);
    assertThat(scene.status().object("verification").flag("verified", true)).isFalse();
    assertThat(scene.condition("Verified")).isEqualTo("False/VerificationFailed");
    assertThat(scene.condition("Ready")).isEqualTo("True/Active");
  }

  @Test
  void whatCannotBeRestoredNeverPushesOutTheLastGoodBackup() {
    scene.with("retention", Map.of("keepLast", 2)).look();
    scene.nights(2, "Completed");
    verified(NEWEST, false, "damaged");
    scene.look();
    scene.with("retention", Map.of("keepLast", 1)).lookUntilQuiet();
    assertThat(scene.names())
        .as("the older one is the last that is good")
        .containsExactly("nightly-20260305-030000", NEWEST);
    scene.nights(1, "Completed");
    assertThat(scene.names()).containsExactly("nightly-20260307-030000");
  }

  @Test
  void aTimeThatCannotBeReadIsChargedToItsField() {
    scene.with("verification", Map.of("enabled", true, "schedule", "sometimes")).look();
    assertThat(scene.condition("Ready")).isEqualTo("False/Error");
    assertThat(scene.status().text("message", "")).startsWith("spec.verification.schedule: ");
  }

  private void verified(String name, boolean good, String text) {
    CustomResource backup = scene.resources.get(key(name)).orElseThrow();
    Map<String, Object> status = new LinkedHashMap<>(backup.status().values());
    status.put(
        "verification",
        Map.of("verified", good, "verifiedAt", "2026-03-06T05:00:00Z", "message", text));
    status.put(
        "conditions",
        List.of(
            Map.of(
                "type",
                "Verified",
                "status",
                good ? "True" : "False",
                "reason",
                good ? "Verified" : "VerificationFailed",
                "message",
                text)));
    scene.resources.applyStatus(backup, status);
  }

  private static ResourceKey key(String name) {
    return new ResourceKey(CustomKind.BACKUP, "team-a", name);
  }
}
