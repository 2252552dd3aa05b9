package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The manifests that newcomers begin with. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class SamplesIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Scene scene;

  SamplesIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void theSamplesConvergeInReverseOrderAndTheLoginOwnsTheDatabase() throws IOException {
    scene.instance();
    for (String file : List.of("grant", "role", "database", "user")) {
      scene.kubectl().apply(sample(file));
    }

    for (String object :
        List.of(
            "databaseuser/order-service",
            "database/orders",
            "databaserole/orders-reader",
            "databasegrant/order-service")) {
      scene.kubectl().await(object, "Synced=True", SOON);
      scene.kubectl().await(object, "Ready=True", SOON);
    }
    assertThat(
            scene
                .server()
                .superuser()
                .query(
                    "postgres",
                    "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '%s'"
                        .formatted(scene.name("orders"))))
        .containsExactly(scene.name("order_service"));
  }

  /** For this test's namespace and instance, with names on the server that no other test uses. */
  private String sample(String name) throws IOException {
    return Files.readString(
            Repo.root().resolve("distribution/config/samples").resolve(name + ".yaml"))
        .replace("namespace: demo", "namespace: " + scene.namespace())
        .replace("    name: postgres", "    name: pg")
        .replace("order_service", scene.name("order_service"))
        .replace("orders_reader", scene.name("orders_reader"))
        .replace("database: orders", "database: " + scene.name("orders"))
        .replaceAll("(?m)^  name: orders$(?!\\n  namespace)", "  name: " + scene.name("orders"));
  }
}
