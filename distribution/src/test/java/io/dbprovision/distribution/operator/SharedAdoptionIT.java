package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a tenant adopts of a server that several namespaces use. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class SharedAdoptionIT {
  private final Scene scene;
  private final Kubectl owner;
  private final String shared;

  SharedAdoptionIT(Scene scene) {
    this.scene = scene;
    this.owner = scene.kubectl();
    this.shared = "shared-" + scene.suffix();
  }

  /** The namespaces do not take it along. */
  @AfterEach
  void removeWhatIsTheClusters() {
    owner.run("delete", "clusterdatabaseinstance/" + shared, "--wait=false", "--ignore-not-found");
  }

  @Test
  void onAnInstanceOfTheWholeClusterItIsWhatThatInstanceNames() {
    owner.apply(
        Manifests.adminSecret(scene.server().admin())
            + Manifests.clusterInstance(
                shared, scene.namespace(), scene.server().host(), scene.server().port()));
    adoptOn("clusterdatabaseinstance/" + shared, "clusterInstanceRef: {name: " + shared + "}");
  }

  @Test
  void onAnotherNamespacesInstanceItIsWhatThatInstanceNames() {
    scene.instance();
    owner.annotate("databaseinstance/pg", "allow-from", "*");
    adoptOn("databaseinstance/pg", "instanceRef: {name: pg, namespace: " + scene.namespace() + "}");
  }

  private void adoptOn(String instance, String reference) {
    String database = scene.name("legacy");
    String login = scene.name("legacy_app");
    String role = scene.name("legacy_readers");
    Login admin = scene.server().admin();
    admin.execute("postgres", "CREATE DATABASE " + database);
    admin.execute("postgres", "CREATE ROLE " + login + " LOGIN PASSWORD 'theirs'");
    admin.execute("postgres", "CREATE ROLE " + role);
    owner.awaitReady(instance);
    String team = scene.otherNamespaceWithInstance(scene.server());
    Kubectl tenant = scene.kubectlOf(team);
    tenant.apply(
        (Manifests.database("legacy", database, "deletionProtection: false")
                + Manifests.user("legacy", login)
                + Manifests.role("legacy", role))
            .replace("instanceRef:\n    name: pg", reference)
            .replace(
                "metadata:", "metadata:\n  annotations: {dbops.dbprovision.io/adopt: \"true\"}"));

    List<String> objects = List.of("database/legacy", "databaseuser/legacy", "databaserole/legacy");
    List<String> lists = List.of("adopt-databases", "adopt-users", "adopt-roles");
    List<String> names = List.of(database, login, role);
    for (int i = 0; i < objects.size(); i++) {
      tenant.await(objects.get(i), "Synced=False/Conflict");
      assertThat(tenant.message(objects.get(i), "Synced"))
          .contains(lists.get(i) + "=" + team + "/" + names.get(i));
    }
    Login theirs = new Login(admin.host(), admin.port(), login, "theirs");
    assertThat(theirs.works()).isTrue();

    for (int i = 0; i < objects.size(); i++) {
      owner.annotate(instance, lists.get(i), team + "/" + names.get(i));
      tenant.await(objects.get(i), "Synced=True");
      tenant.awaitReady(objects.get(i));
    }
    assertThat(theirs.works()).as("it keeps its password").isTrue();
    for (String object : objects) {
      tenant.deleteAndWait(object);
    }
    assertThat(scene.server().roles("%" + scene.suffix())).isEmpty();
  }
}
