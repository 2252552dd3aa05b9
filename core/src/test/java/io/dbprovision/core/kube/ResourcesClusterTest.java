package io.dbprovision.core.kube;

import static io.dbprovision.core.kube.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
class ResourcesClusterTest {
  private final TestCluster cluster = TestCluster.shared();
  private final String namespace = cluster.namespace();
  private final Watched watched = Watched.over(cluster, namespace);

  @AfterEach
  void stop() {
    watched.close();
  }

  @Test
  void whatWasWrittenIsReadAtOnceAndNeverGoesBack() {
    cluster.apply(Watched.manifest(namespace, "a"));
    CustomResource resource = watched.database(namespace, "a");
    for (int i = 1; i <= 50; i++) {
      resource = watched.apply(resource, Map.of("count", i));
      long end = System.nanoTime() + 20_000_000;
      while (System.nanoTime() < end) {
        assertThat(watched.count(namespace, "a")).isEqualTo(i);
      }
    }
  }

  @Test
  void twentySpecChangesMadeWhileTheStatusIsWrittenAllSurviveAndAreTold() throws Exception {
    cluster.apply(Watched.manifest(namespace, "busy"));
    watched.database(namespace, "busy");
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; !done.get(); i++) {
                    watched.apply(watched.database(namespace, "busy"), Map.of("count", i));
                  }
                });
    List<String> expected = new ArrayList<>();
    for (int change = 1; change <= 20; change++) {
      cluster.kubectl(
          "-n",
          namespace,
          "patch",
          "database",
          "busy",
          "--type=merge",
          "-p",
          "{\"spec\":{\"name\":\"v%d\"}}".formatted(change));
      expected.add("changed busy v" + change);
      assertThat(
              cluster.kubectl(
                  "-n", namespace, "get", "database", "busy", "-o=jsonpath={.spec.name}"))
          .isEqualTo("v" + change);
      int upTo = change;
      Eventually.soon(
          "change " + change + " is told", () -> watched.news.contains("changed busy v" + upTo));
    }
    done.set(true);
    writer.join();
    assertThat(watched.news).containsAll(expected);
  }

  @Test
  void ourOwnStatusIsToldAsWrittenOnceAndNotAsAChange() {
    cluster.apply(Watched.manifest(namespace, "echo"));
    CustomResource resource = watched.database(namespace, "echo");
    Eventually.soon("told", () -> watched.news.contains("changed echo start"));
    watched.apply(resource, Map.of("phase", "Ready"));
    // a later change of somebody else comes after the echo, so the echo has passed by then
    cluster.kubectl("-n", namespace, "label", "database", "echo", "later=yes");
    Eventually.soon("three pieces of news", () -> watched.news.size() >= 3);
    assertThat(watched.news)
        .containsExactly("changed echo start", "written echo", "changed echo start");
  }

  @Test
  void aStatusFieldThatIsNotSentAnyMoreIsRemoved() {
    cluster.apply(Watched.manifest(namespace, "shrink"));
    CustomResource resource = watched.database(namespace, "shrink");
    resource = watched.apply(resource, Map.of("phase", "Ready", "message", "all is well"));
    resource = watched.apply(resource, Map.of("phase", "Failed"));
    assertThat(resource.status().values()).isEqualTo(Map.of("phase", "Failed"));
    assertThat(resource.spec().text("name")).contains("start");
  }

  @Test
  void anObjectThatWasMadeAnewUnderTheSameNameIsNotWritten() {
    cluster.apply(Watched.manifest(namespace, "anew"));
    CustomResource old = watched.database(namespace, "anew");
    cluster.kubectl("-n", namespace, "delete", "database", "anew");
    cluster.apply(Watched.manifest(namespace, "anew"));

    assertFails(KubeException.Kind.NOT_FOUND, () -> watched.apply(old, Map.of("phase", "Ready")));
    assertFails(KubeException.Kind.CONFLICT, () -> watched.kube.resources().addFinalizer(old));
    watched.kube.resources().delete(old);

    assertThat(watched.json(namespace, "anew"))
        .doesNotContain("Ready", "database-protection", "deletionTimestamp");
  }

  @Test
  void aFinalizerOrAStatusForAnObjectThatIsGoneDoesNotMakeIt() {
    cluster.apply(Watched.manifest(namespace, "gone"));
    CustomResource old = watched.database(namespace, "gone");
    cluster.kubectl("-n", namespace, "delete", "database", "gone");

    assertFails(KubeException.Kind.NOT_FOUND, () -> watched.kube.resources().addFinalizer(old));
    assertFails(KubeException.Kind.NOT_FOUND, () -> watched.apply(old, Map.of("phase", "Ready")));
    watched.kube.resources().removeFinalizers(old);

    assertThat(cluster.kubectl("-n", namespace, "get", "databases", "-o", "name")).isEmpty();
    Eventually.soon("it left the cache", () -> watched.find(namespace, "gone") == null);
  }

  @Test
  void theLateAnswerToAWriteDoesNotBringBackWhatWasDeleted() {
    cluster.apply(Watched.manifest(namespace, "late"));
    CustomResource resource = watched.database(namespace, "late");
    CustomResource answer = watched.apply(resource, Map.of("phase", "Ready"));
    cluster.kubectl("-n", namespace, "delete", "database", "late");
    Eventually.soon("it left the cache", () -> watched.find(namespace, "late") == null);
    assertFails(
        KubeException.Kind.NOT_FOUND, () -> watched.apply(answer, Map.of("phase", "Failed")));
    assertThat(watched.find(namespace, "late")).isNull();
  }
}
