package io.dbprovision.core.cli.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Examples;
import io.dbprovision.core.fake.FakeCluster;
import io.dbprovision.core.kube.NewObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DraftsTest {
  private static final Map<String, Object> STORE = Map.of("type", "box");

  private final FakeCluster cluster = new FakeCluster();
  private final CustomResource database =
      cluster.put(
          CustomKind.DATABASE,
          "demo/orders",
          Map.of(Keys.OPERATOR_INSTANCE_ID, "blue"),
          Map.of(),
          Examples.ref("instanceRef", "pg"),
          Map.of());

  @Test
  void aBackupIsMadeLikeThoseOfTheSchedule() {
    CustomResource schedule = schedule("nightly", "orders");

    assertThat(BackupDraft.example(cluster, database)).isEqualTo(schedule);
    NewObject made = BackupDraft.of(database, schedule, "now");
    assertThat(made.key()).isEqualTo(new ResourceKey(CustomKind.BACKUP, "demo", "now"));
    assertThat(made.spec())
        .isEqualTo(Map.of("databaseRef", Map.of("name", "orders"), "storage", STORE));
    assertThat(made.labels())
        .as("no schedule counts it among its own")
        .isEqualTo(Map.of(Keys.OPERATOR_INSTANCE_ID, "blue"));
  }

  @Test
  void oneOfSeveralSchedulesHasToBeChosen() {
    schedule("nightly", "orders");
    schedule("weekly", "orders");
    schedule("other", "else");

    assertThatThrownBy(() -> BackupDraft.example(cluster, database))
        .hasMessageContaining("--like: nightly, weekly");
  }

  @Test
  void withoutAScheduleTheNewestBackupIsTheExample() {
    assertThatThrownBy(() -> BackupDraft.example(cluster, database))
        .hasMessageContaining("neither a schedule nor a backup of Database demo/orders");
    CustomResource backup =
        cluster.put(
            CustomKind.BACKUP,
            "demo/first",
            Map.of("databaseRef", Map.of("name", "orders"), "storage", STORE),
            Map.of());

    assertThat(BackupDraft.example(cluster, database)).isEqualTo(backup);
  }

  @Test
  void aRestoreGoesToTheServerThatTheBackupCameFrom() {
    CustomResource backup =
        cluster.put(
            CustomKind.BACKUP,
            "demo/first",
            Examples.ref("databaseRef", "orders"),
            Map.of("workedOn", Map.of("kind", "ClusterDatabaseInstance", "name", "shared")));

    Optional<ResourceKey> here = RestoreDraft.origin(cluster, backup);
    assertThat(here).contains(new ResourceKey(CustomKind.INSTANCE, "demo", "pg"));
    assertThat(RestoreDraft.of(backup, here.orElseThrow(), "copy", "r").spec())
        .isEqualTo(
            Map.of(
                "backupRef",
                Map.of("name", "first"),
                "target",
                Map.of("instanceRef", Map.of("name", "pg"), "databaseName", "copy")));

    cluster.remove(database.key());
    assertThat(RestoreDraft.origin(cluster, backup))
        .as("its Database is gone, and its status remembers")
        .contains(new ResourceKey(CustomKind.CLUSTER_INSTANCE, "", "shared"));
  }

  private CustomResource schedule(String name, String database) {
    return cluster.put(
        CustomKind.BACKUP_SCHEDULE,
        "demo/" + name,
        Map.of(
            "template",
            Map.of("spec", Map.of("databaseRef", Map.of("name", database), "storage", STORE))),
        Map.of());
  }
}
