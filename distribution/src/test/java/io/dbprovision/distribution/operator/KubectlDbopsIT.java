package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.distribution.Command.Result;
import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.stores.S3Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code kubectl dbops} as assembled, on a real API server, beside a real operator. */
@Execution(ExecutionMode.CONCURRENT) // for most of the time it waits for a minute to pass
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class KubectlDbopsIT {
  @TempDir Path folder;

  private final Scene scene;
  private final Kubectl kubectl;
  private final Plugin dbops;

  KubectlDbopsIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.dbops = new Plugin(scene.kubeconfig(), scene.namespace());
  }

  @Test
  void itShowsHowThingsStandAndWhyAndGivesALoginAnotherPassword() throws IOException {
    scene.instance();
    kubectl.apply(
        Manifests.database("orders", scene.name("orders"))
            + Manifests.user("app", scene.name("app")));

    Result waited = dbops.run("wait", "database/orders", "dbu/app", "--timeout=60s");
    assertThat(waited.status()).as(waited.err()).isZero();
    assertThat(waited.out()).contains("DatabaseUser " + scene.namespace() + "/app: Ready");
    Result good = dbops.run("status");
    assertThat(good.status()).as(good.out() + good.err()).isZero();
    assertThat(good.out().lines().toList())
        .anyMatch(line -> line.matches("DatabaseInstance .*/pg +True +ReconcileSuccess .*"))
        .anyMatch(line -> line.matches("├─ Database orders +True .*" + scene.name("orders") + ".*"))
        .anyMatch(line -> line.matches("└─ DatabaseUser app +True .*Secret .*"))
        .last()
        .isEqualTo("3 objects, all Ready");

    kubectl.apply(
        Manifests.grantToUser(
            "reading",
            "reader",
            Manifests.GRANTS,
            Manifests.entry(scene.name("orders"), "", "CONNECT")));
    kubectl.await("databasegrant/reading", "Ready=False/Reconciling");
    Result bad = dbops.run("status", "-o", "json");
    assertThat(bad.status()).isEqualTo(1);
    JsonNode summary = new ObjectMapper().readTree(bad.out()).path("summary");
    assertThat(summary.path("ready").asInt()).isEqualTo(3);
    assertThat(summary.path("notReady").asInt()).as("the grant and its user").isEqualTo(2);
    Result why = dbops.run("explain", "dbg/reading");
    assertThat(why.status()).isEqualTo(1);
    assertThat(why.out())
        .contains("DatabaseGrant %s/reading is not Ready".formatted(scene.namespace()))
        .contains("It needs DatabaseUser %s/reader (spec.userRef):".formatted(scene.namespace()))
        .contains("is not there.", "kubectl get databaseusers -n " + scene.namespace());
    assertThat(dbops.run("explain", "database/none").status()).isEqualTo(2);

    Login before = scene.loginOf("app");
    String shown = dbops.run("rotate", "databaseuser/app", "--dry-run").out();
    assertThat(shown).contains("kind: DatabaseUser", "dbops.dbprovision.io/rotate-password: 2");
    assertThat(scene.loginOf("app").password()).isEqualTo(before.password());
    Result rotated = dbops.run("rotate", "databaseuser/app", "--timeout=90s");
    assertThat(rotated.status()).as(rotated.err()).isZero();
    assertThat(rotated.out()).contains("the old one stops working at once");
    assertThat(scene.loginOf("app").password()).isNotEqualTo(before.password());

    assertNothingSecretIn(dbops.run("support", "--output-dir=" + folder.resolve("s")).must());
  }

  private void assertNothingSecretIn(String printed) throws IOException {
    StringBuilder all = new StringBuilder(printed);
    try (Stream<Path> files = Files.walk(folder.resolve("s"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    assertThat(all)
        .contains("\"reading\"", "gitVersion")
        .doesNotContain(scene.loginOf("app").password())
        .doesNotContain(scene.server().admin().password());
  }

  @Test
  void whatIsOnTheServerAndHasNoObjectIsWrittenAndAdopted() {
    String legacy = scene.name("a0_legacy");
    scene.server().admin().execute("postgres", "CREATE DATABASE " + legacy);
    scene.instance();
    Result off = dbops.run("discover", "pg");
    assertThat(off.status()).isEqualTo(2);
    assertThat(off.err()).contains("kubectl patch databaseinstance pg", "discovery");

    kubectl.patch("databaseinstance/pg", "{\"spec\":{\"discovery\":{\"enabled\":true}}}");
    Await.until(
        "the server is searched",
        Kubectl.SOON,
        () ->
            kubectl
                .get("databaseinstance/pg", "{.status.discoveredResources.databases[*].name}")
                .contains(legacy),
        () -> kubectl.show("databaseinstance/pg"));
    Result found = dbops.run("discover", "pg");
    assertThat(found.status()).as(found.err()).isZero();
    String document =
        Stream.of(found.out().split("(?m)^---$"))
            .filter(text -> text.contains("name: " + legacy))
            .findFirst()
            .orElseThrow();
    kubectl.apply(document);
    String object = "database/" + kubectl.fields("database", "{.metadata.name}").getFirst();

    Result ready = dbops.run("wait", object, "--timeout=60s");
    assertThat(ready.status()).as(ready.out() + ready.err()).isZero();
  }

  @Test
  void aBackupIsMadeVerifiedAndRestored() {
    S3Place store = S3Place.shared();
    Shop shop = new Shop(scene);
    Copies copies = new Copies(scene, store);
    shop.open();
    copies.secrets();
    copies.schedule("nightly", "0 3 * * *");

    Result backup = dbops.run("backup", "database/shop", "--name=now");
    assertThat(backup.status()).as(backup.err()).isZero();
    assertThat(backup.err())
        .contains("DatabaseBackup %s/now: Completed".formatted(scene.namespace()));
    Result verified = dbops.run("verify", "now");
    assertThat(verified.status()).as(verified.err()).isZero();
    assertThat(verified.err()).contains("verified: restored");
    String copy = scene.name("copy");
    Result restored = dbops.run("restore", "now", "--as", copy);
    assertThat(restored.status()).as(restored.err()).isZero();

    assertThat(shop.orders(copy)).containsExactly(Shop.TRUE);
    assertThat(dbops.run("status", "db/shop", "--all").out())
        .contains("DatabaseBackupSchedule nightly", "DatabaseBackup now", "verified");
  }
}
