package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that is at long work is told from one that hangs. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class BusyServerIT {
  private static final Duration TWO_CHECKS = Duration.ofSeconds(16);
  private static final String AT_WORK =
      "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(99)%'"
          + " AND pid <> pg_backend_pid()";

  private final Scene scene;
  private final Kubectl kubectl;

  BusyServerIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void anInstanceStaysReadyWhileItsConnectionsAreAtWorkAndIsNotWhenItsServerHangsMeanwhile() {
    try (Forwarder forwarder = Forwarder.to(scene.server().port())) {
      scene.instance("127.0.0.1", forwarder.port());
      // one of these scripts runs, the others wait with the threads that are for work
      for (int i = 1; i <= 5; i++) {
        kubectl.apply(
            Manifests.database(
                "slow-" + i,
                scene.name("slow_" + i),
                "initSQL: {inline: [SELECT pg_sleep(99)], timeout: 2m}"));
      }
      Await.until(
          "a script at work",
          Duration.ofSeconds(60),
          () -> !scene.server().superuser().query("postgres", AT_WORK).contains("0"),
          () -> kubectl.show("database/slow-1"));

      Await.always(
          "the instance is Ready",
          TWO_CHECKS,
          () -> kubectl.get("databaseinstance/pg", "{.status.phase}").equals("Ready"),
          () -> kubectl.show("databaseinstance/pg"));
      assertThat(scene.server().superuser().query("postgres", AT_WORK)).doesNotContain("0");

      forwarder.freeze();
      kubectl.await("databaseinstance/pg", "Ready=False", Duration.ofSeconds(25));
    }
  }
}
