package io.dbprovision.distribution.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's releases in a cluster of their own: others have the definitions there. */
class ReleaseIT {
  private static final String OBJECT =
      """
      apiVersion: dbops.dbprovision.io/v1alpha1
      kind: DatabaseInstance
      metadata: {name: kept, namespace: default}
      spec:
        engine: postgres
        connection: {host: pg.example.com, port: 5432, database: postgres, secretRef: {name: admin}}
      """;

  @TempDir static Path folder;
  private static DevCluster cluster;
  private static Helm helm;

  @BeforeAll
  static void startTheCluster() {
    cluster = DevCluster.start(folder.resolve("cluster"));
    helm = new Helm(cluster);
  }

  @AfterAll
  static void stopTheCluster() {
    cluster.close();
  }

  @Test
  void definitionsAndObjectsOutliveTheirReleaseAndAnotherOneTakesThemOver() {
    cluster.must("", "create", "namespace", "one");
    helm.release("install", "dbops", "one", "").must();
    cluster.serves();
    cluster.must(OBJECT, "apply", "-f", "-");

    helm.release("upgrade", "dbops", "one", "{replicaCount: 2, instanceId: blue}").must();
    String deployment = "deployment/dbops-db-provision-operator-controller-manager";
    assertThat(cluster.must("", "get", "-n", "one", deployment, "-o", "yaml"))
        .contains("replicas: 2", "--instance-id=blue");

    assertThat(helm.uninstall("dbops", "one").must()).contains("kept due to the resource policy");
    assertThat(cluster.must("", "get", "-n", "one", "deployments,clusterroles", "-o", "name"))
        .doesNotContain("db-provision");
    assertThat(cluster.must("", "get", "databaseinstance", "kept", "-n", "default", "-o", "name"))
        .isNotEmpty();

    // of the same name: the definitions are its own
    helm.release("install", "dbops", "one", "").must();
    // and without definitions of its own beside it
    cluster.must("", "create", "namespace", "two");
    helm.release("install", "other", "two", "{crds: {install: false}, instanceId: other}").must();
    helm.uninstall("other", "two").must();
    assertThat(cluster.must("", "get", "databaseinstance", "kept", "-n", "default", "-o", "name"))
        .isNotEmpty();

    cluster.must("", "delete", "databaseinstance", "kept", "-n", "default");
    helm.release("upgrade", "dbops", "one", "{crds: {keep: false}}").must();
    helm.uninstall("dbops", "one").must();
    assertThat(cluster.must("", "get", "crd", "-o", "name")).doesNotContain("dbprovision.io");
  }
}
