package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.stores.VolumePlace;
import java.time.Duration;
import java.util.List;

/** Once through everything that the operator does in a cluster, each part as short as can be. */
final class BroadRun {
  private static final Duration SHORT = Duration.ofSeconds(10);

  private final Scene scene;
  private final Kubectl kubectl;
  private final Shop shop;
  private final Copies copies;
  private final String shared;

  BroadRun(Scene scene, OperatorUnderTest operator) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.shop = new Shop(scene);
    this.copies = new Copies(scene, new VolumePlace(operator.volumes(), scene.namespace()));
    this.shared = "clusterdatabaseinstance/" + scene.namespace();
  }

  /** One object of each kind of the engines, in the namespace and of the cluster. */
  void provision() {
    provisionInTheNamespace();
    kubectl.apply(
        Manifests.clusterInstance(
                scene.namespace(), scene.namespace(), scene.server().host(), scene.server().port())
            + ofTheCluster());
    kubectl.awaitReady(
        shared,
        "clusterdatabaserole/" + scene.namespace(),
        "clusterdatabasegrant/" + scene.namespace());
  }

  void provisionInTheNamespace() {
    shop.open();
    copies.secrets();
    kubectl.apply(
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: init}
        data: {init.sql: "CREATE TABLE greeting (words text)"}
        """
            + Manifests.database(
                "greeted",
                scene.name("greeted"),
                "deletionProtection: false",
                "initSQL: {configMapRef: {name: init, key: init.sql}}")
            + Manifests.role("readers", scene.name("readers"))
            + Manifests.grantToUser(
                "owner",
                "owner",
                Manifests.GRANTS,
                Manifests.entry(scene.name("greeted"), "", "CONNECT")));
    kubectl.awaitReady("database/greeted", "databaserole/readers", "databasegrant/owner");
    kubectl.patch(
        "databaseuser/owner",
        "{\"spec\":{\"passwordSecret\":{\"secretName\":\"%s\",\"secretTemplate\":{\"labels\":{\"team\":\"a\"}}}}}"
            .formatted(scene.secretOf("owner")));
    Await.until(
        "the Secret has the label",
        Kubectl.SOON,
        () ->
            kubectl.get("secret/" + scene.secretOf("owner"), "{.metadata.labels.team}").equals("a"),
        () -> kubectl.show("databaseuser/owner"));
  }

  private String ofTheCluster() {
    return """
    ---
    apiVersion: dbops.dbprovision.io/v1alpha1
    kind: ClusterDatabaseRole
    metadata: {name: %1$s}
    spec: {roleName: %2$s, clusterInstanceRef: {name: %1$s}}
    ---
    apiVersion: dbops.dbprovision.io/v1alpha1
    kind: DatabaseUser
    metadata: {name: guest}
    spec: {username: %3$s, clusterInstanceRef: {name: %1$s}}
    ---
    apiVersion: dbops.dbprovision.io/v1alpha1
    kind: ClusterDatabaseGrant
    metadata: {name: %1$s}
    spec:
      deletionProtection: false
      clusterInstanceRef: {name: %1$s}
      userRef: {name: guest, namespace: %1$s}
      postgres: {roles: [%2$s]}
    """
        .formatted(scene.namespace(), scene.name("everywhere"), scene.name("guest"));
  }

  /** To what an operator without rights of the whole cluster does not see. */
  void refer() {
    kubectl.apply(
        Manifests.database("unseen", scene.name("unseen"), "deletionProtection: false")
            .replace("instanceRef:\n    name: pg", "clusterInstanceRef:\n    name: shared"));
    kubectl.await("database/unseen", "Synced=False/DependencyNotReady");
    assertThat(kubectl.message("database/unseen", "Synced"))
        .contains("spec.clusterInstanceRef", "no rights to it");
  }

  /** Of what somebody made by hand. */
  void adopt() {
    Login admin = scene.server().admin();
    String old = scene.name("a0_old");
    String role = scene.name("a0_readers");
    String third = scene.name("a0_third");
    admin.execute("postgres", "CREATE DATABASE " + old);
    admin.execute("postgres", "CREATE ROLE " + old + " LOGIN PASSWORD 'theirs'");
    admin.execute("postgres", "CREATE ROLE " + role);
    admin.execute("postgres", "CREATE ROLE " + third);
    for (String instance : List.of("databaseinstance/pg", shared)) {
      kubectl.patch(instance, "{\"spec\":{\"discovery\":{\"enabled\":true}}}");
    }
    kubectl.annotate("databaseinstance/pg", "adopt-databases", old);
    kubectl.annotate("databaseinstance/pg", "adopt-users", old);
    kubectl.annotate("databaseinstance/pg", "adopt-roles", role);
    kubectl.annotate(shared, "adopt-roles", third);
    for (String kind : List.of("database", "databaseuser", "databaserole", "clusterdatabaserole")) {
      Await.until(
          "a " + kind + " is adopted",
          Kubectl.SOON,
          () ->
              !kubectl
                  .fields(kind, "{.metadata.name}", "-l", "dbops.dbprovision.io/adopted=true")
                  .isEmpty(),
          () -> kubectl.show("databaseinstance/pg"));
    }
  }

  /** A Job of which the test plays the node: its pod runs, and fails. */
  void fail(Runnable meanwhile) {
    copies.begin("by-job");
    Await.until(
        "the Job's pod",
        Kubectl.SOON,
        () -> !kubectl.fields("pod", "{.metadata.name}").isEmpty(),
        () -> kubectl.show("databasebackup/by-job"));
    String pod = "pod/" + kubectl.fields("pod", "{.metadata.name}").getFirst();
    List<String> jobs = kubectl.fields("job", "{.metadata.uid}");
    kubectl.patchStatus(
        pod,
        """
        {"status": {"phase": "Running", "startTime": "2030-01-01T00:00:00Z",
          "conditions": [{"type": "PodScheduled", "status": "True"}],
          "containerStatuses": [{"name": "worker", "ready": true, "restartCount": 0, "image": "x",
            "imageID": "x", "state": {"running": {"startedAt": "2030-01-01T00:00:00Z"}}}]}}
        """);
    meanwhile.run();
    kubectl.patchStatus(
        pod,
        """
        {"status": {"phase": "Failed", "containerStatuses": [{"name": "worker", "ready": false,
          "restartCount": 0, "image": "x", "imageID": "x", "state": {"terminated":
            {"exitCode": 1, "reason": "Error", "message": ""}}}]}}
        """);
    Await.until(
        "the Job is removed",
        Copies.WORK,
        () -> !kubectl.fields("job", "{.metadata.uid}").equals(jobs),
        () -> kubectl.show("databasebackup/by-job"));
  }

  /** Whoever asks is asked back who they are. */
  void scrape(int port, String token) {
    Command.run(
        SHORT,
        "header = \"Authorization: Bearer " + token + "\"\n",
        List.of("curl", "-q", "-sk", "-K", "-", "https://127.0.0.1:" + port + "/metrics"));
  }

  /** By a process: one backup that is restored, one of a schedule, and one whose time is over. */
  void backUp() {
    copies.make("first");
    copies.restore("again", "backupRef: {name: first}", Shop.as(scene.name("again")));
    copies.completed("databaserestore/again");
    copies.schedule("nightly", "0 3 1 1 *", "retention: {keepLast: 1}");
    kubectl.annotate("databasebackupschedule/nightly", "run-now", "once");
    awaitComplete(1);
    String before = copies.of("nightly").getFirst();
    kubectl.annotate("databasebackupschedule/nightly", "run-now", "twice");
    Await.until(
        "the first of two is removed",
        Copies.WORK,
        () -> !copies.of("nightly").contains(before),
        () -> kubectl.show("databasebackupschedule/nightly"));
    kubectl.deleteAll("databasebackupschedule");
    kubectl.deleteAll("databaserestore");
    kubectl.deleteAll("databasebackup");
  }

  private void awaitComplete(int count) {
    Await.until(
        "backups of the schedule",
        Copies.WORK,
        () ->
            copies.of("nightly").stream()
                    .filter(
                        name ->
                            kubectl
                                .get("databasebackup/" + name, "{.status.phase}")
                                .equals("Completed"))
                    .count()
                == count,
        () -> kubectl.show("databasebackupschedule/nightly"));
  }

  /** Both instances, and with them all that refers to them. */
  void forceDelete() {
    for (String instance : List.of(shared, "databaseinstance/pg")) {
      String hash = "{.status.deletionConfirmation.hash}";
      kubectl.delete(instance);
      kubectl.annotate(instance, "force-delete", "true");
      kubectl.await(instance, "Ready=False/PendingDeletionConfirmation");
      kubectl.annotate(instance, "confirm-force-delete", kubectl.get(instance, hash));
      kubectl.awaitGone(instance);
    }
  }
}
