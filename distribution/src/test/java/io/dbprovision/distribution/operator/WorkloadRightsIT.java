package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command.Result;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The operator with the rights that {@code make deploy} gives it: none on workloads. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class WorkloadRightsIT {
  private static final String RESTARTED =
      "{.spec.template.metadata.annotations.dbops\\.dbprovision\\.io/rotated-login}";
  private static final String DEPLOYMENT =
      """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector:
          matchLabels: {app: web}
        template:
          metadata:
            labels: {app: web}
          spec:
            containers:
            - name: app
              image: example.com/app:1
              envFrom:
              - secretRef: {name: login}
      """;
  private static final Path CONFIG = Repo.root().resolve("distribution/config");

  private final Scene scene;
  private final Kubectl kubectl;
  private final DevCluster cluster;
  @TempDir Path folder;
  private final String role = "it-" + UUID.randomUUID();

  WorkloadRightsIT(Scene scene, DevCluster cluster) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.cluster = cluster;
  }

  @Test
  void whatMayNotBeRestartedIsToldAndEverythingElseGoesOn() throws IOException {
    Path account = account();
    scene.operator().stop();
    try (OperatorUnderTest operator =
        new OperatorUnderTest(account, folder.resolve("operator.log"))) {
      operator.start();
      scene.instance();
      kubectl.apply(
          DEPLOYMENT
              + Manifests.user(
                  "app",
                  scene.name("app"),
                  "passwordSecret: {secretName: login}",
                  "passwordRotation: {enabled: true, strategy: single-login, restartWorkloads: true, maxAge: 2s}"));
      kubectl.await("databaseuser/app", "Synced=False/PermissionDenied");
      kubectl.patch("databaseuser/app", "{\"spec\":{\"passwordRotation\":{\"maxAge\":\"24h\"}}}");
      goesOn();
      theDoctorWarns(account);

      String rules = Files.readString(CONFIG.resolve("workload-restarts/role.yaml"));
      kubectl.apply(
          rules.replace("ClusterRole", "Role") + binding("Role", nameIn(rules), "restarts"));
      // or within 30 s, by itself
      kubectl.annotate("databaseuser/app", "look", "again");
      kubectl.await("databaseuser/app", "Synced=True");
      assertThat(kubectl.get("deployment/web", RESTARTED))
          .isNotEmpty()
          .isEqualTo(kubectl.get("databaseuser/app", "{.status.secret.lastRotatedAt}"));
      for (String kind : new String[] {"databaseuser", "databaserole", "database"}) {
        kubectl.deleteAll(kind);
      }
      kubectl.deleteAndWait("databaseinstance/pg");
      assertThat(operator.log()).as("it has all other rights").doesNotContain("FORBIDDEN");
    } finally {
      scene.operator().start();
      cluster.must("", "delete", "clusterrolebinding,clusterrole", role, "--ignore-not-found");
    }
  }

  private void goesOn() {
    assertThat(kubectl.message("databaseuser/app", "Synced"))
        .contains("spec.passwordRotation.restartWorkloads", "apps", "config/workload-restarts");
    kubectl.awaitReady("databaseuser/app");
    assertThat(scene.loginOf("app").works()).isTrue();
    assertThat(kubectl.get("deployment/web", RESTARTED)).isEmpty();
    Await.until(
        "an Event says it too",
        Kubectl.SOON,
        () ->
            kubectl.fields("event", "{.type} {.message}").stream()
                .anyMatch(e -> e.startsWith("Warning") && e.contains("config/workload-restarts")),
        () -> kubectl.run("get", "events"));
    kubectl.apply(
        Manifests.user("other", scene.name("other"))
            + Manifests.role("other", scene.name("others"))
            + Manifests.database("other", scene.name("other"), "deletionProtection: false"));
    kubectl.awaitReady("databaseuser/other", "databaserole/other", "database/other");
  }

  private void theDoctorWarns(Path account) {
    Result doctor =
        Dbops.in(folder)
            .with("KUBECONFIG", account.toString())
            .run("doctor", "--instance-id=" + role);

    assertThat(doctor.out())
        .contains("permissions", "warning: ", "patch deployments of group apps")
        .contains("config/workload-restarts")
        .containsPattern("workers +ok")
        .doesNotContain("not allowed: ");
    assertThat(doctor.status()).as("a warning is no error").isZero();
  }

  /** A kubeconfig of an account that has the rights of {@code config/rbac} and no others. */
  private Path account() throws IOException {
    String rules = Files.readString(CONFIG.resolve("rbac/role.yaml"));
    kubectl.apply("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: operator}\n");
    kubectl.apply(
        rules.replace("name: manager-role", "name: " + role)
            + binding("ClusterRole", role, role).replace("kind: RoleB", "kind: ClusterRoleB"));
    String token = kubectl.run("create", "token", "operator").strip();
    // beside the original, which names its files by relative paths
    Path kubeconfig = cluster.kubeconfig().resolveSibling(scene.namespace() + ".kubeconfig");
    Files.copy(cluster.kubeconfig(), kubeconfig);
    String file = "--kubeconfig=" + kubeconfig;
    cluster.must("", "config", file, "set-credentials", "operator", "--token=" + token);
    String context = cluster.must("", "config", file, "current-context").strip();
    cluster.must("", "config", file, "set-context", context, "--user=operator");
    return kubeconfig;
  }

  private static String nameIn(String rules) {
    return rules
        .lines()
        .filter(line -> line.startsWith("  name: "))
        .findFirst()
        .orElseThrow()
        .strip()
        .substring("name: ".length());
  }

  private String binding(String kind, String ofRole, String name) {
    return """
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: %3$s}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %1$s, name: %2$s}
    subjects: [{kind: ServiceAccount, name: operator, namespace: %4$s}]
    """
        .formatted(kind, ofRole, name, scene.namespace());
  }
}
