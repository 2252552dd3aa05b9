package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.monitoring.Exposition;
import io.dbprovision.distribution.monitoring.ScrapeChecks;
import io.dbprovision.distribution.stores.VolumePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Brings about a bit of everything that metrics tell of, and compares what the operator tells with
 * what rules, dashboards and documentation say.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class MonitoringIT {
  private static final Duration WORK = Duration.ofSeconds(100);

  /** What takes the longest to come. */
  private static final List<String> LAST =
      List.of(
          "dbops_scheduled_backups_total{",
          "dbops_schedule_last_due_timestamp_seconds{",
          "dbops_backup_verified{",
          "dbops_backup_last_failure_timestamp_seconds{",
          "dbops_adoptions_total{",
          "dbops_discovered_orphans{",
          "dbops_drift_corrections_total{",
          "dbops_plugin_call_failures_total{");

  private static final String[] TRACED = {
    "db-provision-operator",
    "reconcile DatabaseUser",
    "Users.apply",
    "POST Secret",
    "PATCH DatabaseUser",
    "watched"
  };

  private final Scene scene;
  private final Kubectl kubectl;
  private final Shop shop;
  private final Copies copies;
  private final String found;

  MonitoringIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.shop = new Shop(scene);
    this.copies = new Copies(scene, new VolumePlace(scene.operator().volumes(), scene.namespace()));
    this.found = scene.name("a0_found");
  }

  @Test
  void whatIsShownAndAlertedOnAndDocumentedIsWhatTheOperatorTells() throws IOException {
    // one that has done nothing yet: what is told then is of this test alone
    scene.operator().stop();
    try (TraceCollector traces = new TraceCollector();
        PostgresServer server = PostgresServer.start("pg-monitored", "--tls")) {
      scene.operator().start("--tracing-endpoint=" + traces.endpoint());
      MetricsReader reader = new MetricsReader(scene);
      Exposition before = reader.read();
      objects(server);
      copies.begin("bad", "postgres: {tables: [nowhere]}");
      copies.make("once", "verification: {enabled: true}");
      copies.restore("again", "backupRef: {name: once}", Shop.as(scene.name("copy")));
      drift(server);
      copies.completed("databaserestore/again");
      kubectl.annotate("databaseinstance/pg", "adopt-roles", found);
      Await.seldom("all is told", WORK, () -> complete(reader.read()), () -> missing(reader));

      Exposition after = reader.read();
      ScrapeChecks.thePageTellsEveryMetric(after);
      ScrapeChecks.everyExpressionReadsWhatThereIs(after);
      ScrapeChecks.everyPanelShowsSomething(before, after, Repo.work());
      scene.operator().stop();
      assertThat(traces.missing(TRACED)).as("what no trace has").isEmpty();
    } finally {
      scene.operator().close();
      scene.operator().start();
    }
  }

  private void objects(PostgresServer server) throws IOException {
    server.admin().execute("postgres", "CREATE ROLE " + found);
    kubectl.apply(
        Manifests.adminSecret(server.admin())
            + authority(Files.readString(server.tls().resolve("ca.crt")))
            + Manifests.instance(server.host(), server.port())
            + "  tls: {enabled: true, mode: verify-ca, secretRef: {name: authority}}\n"
            + "  discovery: {enabled: true}\n"
            + Manifests.instance("127.0.0.1", 1).replace("name: pg", "name: away"));
    kubectl.awaitReady("databaseinstance/pg");
    copies.secrets();
    shop.furnish();
    copies.schedule("often", "* * * * *", "verification: {enabled: true}");
    kubectl.apply(
        Manifests.user(
                "app",
                scene.name("app"),
                "postgres: {connectionLimit: 3, validUntil: '2099-01-01T00:00:00Z'}",
                "driftPolicy: {mode: correct, interval: 1s}")
            + Manifests.user(
                "turning", scene.name("turning"), "passwordRotation: {enabled: true, maxAge: 720h}")
            + Manifests.user(
                "watched",
                scene.name("watched"),
                "postgres: {connectionLimit: 3}",
                "driftPolicy: {mode: detect, interval: 1s}")
            + Manifests.role("readers", scene.name("readers"))
            + Manifests.grantToUser(
                "reads", "app", Manifests.GRANTS, Manifests.entry(shop.name(), "", "CONNECT")));
    kubectl.awaitReady(
        "databaseuser/app",
        "databaseuser/watched",
        "databaseuser/turning",
        "databaserole/readers",
        "databasegrant/reads");
  }

  private static String authority(String pem) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: authority}
    stringData:
      ca.crt: |
    """
        + pem.indent(8);
  }

  private void drift(PostgresServer server) {
    Login superuser = server.superuser();
    for (String user : List.of("app", "watched")) {
      superuser.execute("postgres", "ALTER ROLE " + scene.name(user) + " CONNECTION LIMIT 7");
    }
    kubectl.await("databaseuser/watched", "Synced=False/DriftDetected");
  }

  private static boolean complete(Exposition scrape) {
    return LAST.stream().allMatch(scrape.text()::contains);
  }

  private String missing(MetricsReader reader) {
    String text = reader.read().text();
    return "not told: "
        + LAST.stream().filter(metric -> !text.contains(metric)).toList()
        + kubectl.yaml("databasebackup", "databasebackupschedule", "databaserestore")
        + scene.operator().tail();
  }
}
