package io.dbprovision.core.kube;

import static io.dbprovision.core.kube.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A schedule and a backup that it owns, on a real API server. */
@Tag("cluster")
class OwnersClusterTest {
  private static final String OWNERS = "-o=jsonpath={.metadata.ownerReferences[*].name}";

  private final TestCluster cluster = TestCluster.shared();
  private final String namespace = cluster.namespace();
  private final Watched watched = Watched.over(cluster, namespace);
  private final Resources resources = watched.kube.resources();
  private final ResourceKey key = new ResourceKey(CustomKind.BACKUP, namespace, "nightly-1");
  private final CustomResource schedule = made(CustomKind.BACKUP_SCHEDULE, "nightly");

  @BeforeEach
  void make() {
    resources.create(new NewObject(key, Map.of("a", "b"), Map.of(), Map.of("a", "b"), schedule));
    Eventually.soon("the backup is seen", () -> resources.get(key).isPresent());
  }

  @AfterEach
  void stop() {
    watched.close();
  }

  @Test
  void whatIsMadeForAnOwnerIsSeenToBelongToIt() {
    assertThat(backup().metadata().owners()).containsExactly(schedule.metadata().uid());
    assertThat(owners()).isEqualTo("nightly");
  }

  @Test
  void anOwnerIsTakenAwayOnceAndNothingElseIs() {
    cluster.kubectl("-n", namespace, "annotate", "databasebackup", "nightly-1", "kept=yes");

    resources.disown(backup(), "somebody-elses-uid");
    assertThat(owners()).isEqualTo("nightly");
    resources.disown(backup(), schedule.metadata().uid());
    resources.disown(backup(), schedule.metadata().uid());

    assertThat(owners()).isEmpty();
    assertThat(backup().metadata().owners()).isEmpty();
    assertThat(backup().metadata().labels()).containsEntry("a", "b");
  }

  @Test
  void anAnnotationIsSetBesideTheOthersAndOnThatVeryObject() {
    CustomResource old = backup();
    resources.annotate(old, "one", "1");
    resources.annotate(backup(), "two", "2");
    assertThat(backup().metadata().annotations())
        .containsEntry("one", "1")
        .containsEntry("two", "2");

    cluster.kubectl("-n", namespace, "delete", "databasebackup", "nightly-1");
    assertFails(KubeException.Kind.NOT_FOUND, () -> resources.annotate(old, "one", "2"));
    resources.disown(old, schedule.metadata().uid());
  }

  private CustomResource backup() {
    return resources.get(key).orElseThrow();
  }

  private String owners() {
    return cluster.kubectl("-n", namespace, "get", "databasebackup", "nightly-1", OWNERS);
  }

  private CustomResource made(CustomKind kind, String name) {
    ResourceKey wanted = new ResourceKey(kind, namespace, name);
    resources.create(new NewObject(wanted, Map.of(), Map.of(), Map.of("a", "b")));
    Eventually.soon(name + " is seen", () -> resources.get(wanted).isPresent());
    return resources.get(wanted).orElseThrow();
  }
}
