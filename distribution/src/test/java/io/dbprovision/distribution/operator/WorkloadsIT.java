package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workloads that use a rotated Secret. Nothing runs in this cluster: their templates tell. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class WorkloadsIT {
  private static final String RESTARTED =
      "{.spec.template.metadata.annotations.dbops\\.dbprovision\\.io/rotated-login}";

  private final Scene scene;
  private final Kubectl kubectl;

  WorkloadsIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void whatUsesARotatedSecretRollsOutAnewAndNothingElse() {
    kubectl.apply(
        workload("Deployment", "variable", "login", "")
            + workload("StatefulSet", "stateful", "login", "  serviceName: none\n")
            + workload("DaemonSet", "daemon", "login", "")
            + workload("Deployment", "other", "another", ""));
    scene.instance();
    kubectl.apply(
        Manifests.user(
            "app",
            scene.name("app"),
            "passwordSecret:",
            "  secretName: login",
            "passwordRotation:",
            "  enabled: true",
            "  restartWorkloads: true",
            "  maxAge: 3s"));
    kubectl.awaitReady("databaseuser/app");

    Await.until(
        "the workloads are restarted for the credentials in the Secret",
        Kubectl.SOON,
        () -> !restarted("deployment/variable").isEmpty(),
        () -> kubectl.show("databaseuser/app"));
    kubectl.patch("databaseuser/app", "{\"spec\":{\"passwordRotation\":{\"enabled\":false}}}");
    String secret = "{.status.secret.";
    Await.until(
        "all of them, for the last change",
        Kubectl.SOON,
        () -> {
          String changed = kubectl.get("databaseuser/app", secret + "lastRotatedAt}");
          return changed.equals(kubectl.get("databaseuser/app", secret + "workloadsRestartedFor}"))
              && restarted("deployment/variable").equals(changed)
              && restarted("statefulset/stateful").equals(changed)
              && restarted("daemonset/daemon").equals(changed);
        },
        () -> kubectl.show("databaseuser/app"));
    assertThat(restarted("deployment/other")).isEmpty();
    assertThat(scene.loginOf("app").works()).isTrue();
  }

  private String restarted(String workload) {
    return kubectl.get(workload, RESTARTED);
  }

  private static String workload(String kind, String name, String secret, String more) {
    return """
    ---
    apiVersion: apps/v1
    kind: %1$s
    metadata:
      name: %2$s
    spec:
    %4$s  selector:
        matchLabels: {app: %2$s}
      template:
        metadata:
          labels: {app: %2$s}
        spec:
          containers:
          - name: app
            image: example.com/app:1
            env:
            - name: PGUSER
              valueFrom:
                secretKeyRef: {name: %3$s, key: username}
    """
        .formatted(kind, name, secret, more);
  }
}
