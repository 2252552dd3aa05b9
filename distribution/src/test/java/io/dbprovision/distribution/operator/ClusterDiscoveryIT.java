package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is on a server of the whole cluster, and whose it becomes. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class ClusterDiscoveryIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Scene scene;
  private final Kubectl kubectl;
  private final String name;
  private final String adopted;
  private final String instance;
  private final String database;
  private final String login;
  private final String role;

  ClusterDiscoveryIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.name = "pg-" + scene.suffix();
    this.adopted = "dbops.dbprovision.io/adopted=true,dbops.dbprovision.io/instance=" + name;
    this.instance = "clusterdatabaseinstance/" + name;
    // early in the alphabet: others leave things on the server, and the list is cut
    this.database = scene.name("a0_old");
    this.login = scene.name("a0_app");
    this.role = scene.name("a0_readers");
  }

  /** The namespace does not take them along. */
  @AfterEach
  void removeWhatIsTheClusters() {
    kubectl.run("delete", "clusterdatabaserole", "--wait=false", "-l", adopted);
    kubectl.run("delete", instance, "--wait=false", "--ignore-not-found");
  }

  @Test
  void whatIsNamedGoesWhereItIsToldToAndStaysAsItIs() {
    Login admin = scene.server().admin();
    admin.execute("postgres", "CREATE DATABASE " + database);
    admin.execute("postgres", "CREATE ROLE " + login + " LOGIN PASSWORD 'theirs'");
    admin.execute("postgres", "CREATE ROLE " + role);
    List<String> before = state();
    Kubectl other = scene.kubectlOf(scene.otherNamespaceWithInstance(scene.server()));
    instance();
    awaitFound("databases", database);
    awaitFound("users", login);
    awaitFound("roles", role);

    String there = scene.namespace() + "-other";
    kubectl.annotate(instance, "adopt-databases", there + "/" + database + ",nowhere/" + database);
    kubectl.annotate(instance, "adopt-users", login);
    kubectl.annotate(instance, "adopt-roles", role);

    String keepsDatabase = adopted(other, "database");
    String keepsLogin = adopted(kubectl, "databaseuser");
    String keepsRole = adopted(kubectl, "clusterdatabaserole");
    assertThat(kubectl.fields("database", "{.metadata.name}", "-l", adopted)).isEmpty();
    assertThat(other.fields("databaseuser", "{.metadata.name}", "-l", adopted)).isEmpty();
    assertThat(state()).as("nothing but the record in the comment").isEqualTo(before);
    Login theirs = new Login(admin.host(), admin.port(), login, "theirs");
    assertThat(theirs.works()).isTrue();
    for (String list : List.of("databases", "users", "roles")) {
      Await.until(
          "it is marked as adopted",
          SOON,
          () -> marked(list).equals("true"),
          () -> kubectl.show(instance));
    }

    kubectl.deleteAndWait(keepsLogin);
    kubectl.deleteAndWait(keepsRole);
    other.run(
        "patch", keepsDatabase, "--type=merge", "-p", "{\"spec\":{\"deletionProtection\":false}}");
    other.deleteAndWait(keepsDatabase);
    assertThat(theirs.works()).as("what was adopted is not dropped").isTrue();
    assertThat(state()).isEqualTo(before);
    assertThat(comments()).as("nor on record any more").isEmpty();
    kubectl.deleteAndWait(instance);
  }

  @Test
  void whereItCannotGoIsTold() {
    scene.server().admin().execute("postgres", "CREATE DATABASE " + database);
    instance();
    kubectl.annotate(instance, "adopt-databases", "nowhere/" + database + ",no_such_database");

    Await.until(
        "it is told",
        SOON,
        () ->
            message().contains("database " + database + " cannot be adopted")
                && message().contains("database no_such_database is not among what was found"),
        () -> kubectl.show(instance));
    assertThat(message()).contains("nowhere");
    assertThat(marked("databases")).isEmpty();
    awaitFound("databases", database);
    kubectl.deleteAndWait(instance);
  }

  private void instance() {
    kubectl.apply(
        Manifests.adminSecret(scene.server().admin())
            + Manifests.clusterInstance(
                name, scene.namespace(), scene.server().host(), scene.server().port())
            + "  discovery: {enabled: true}\n");
    kubectl.awaitReady(instance);
  }

  private String message() {
    return kubectl.get(instance, "{.status.discoveredResources.message}");
  }

  /** The one object of that kind that was made for what was found, in order. */
  private String adopted(Kubectl where, String kind) {
    Await.until(
        "a " + kind + " is made",
        SOON,
        () -> where.fields(kind, "{.metadata.name}", "-l", adopted).size() == 1,
        () -> kubectl.show(instance));
    String object = kind + "/" + where.fields(kind, "{.metadata.name}", "-l", adopted).getFirst();
    where.await(object, "Ready=True", SOON);
    where.await(object, "Synced=True", SOON);
    assertThat(where.get(object, "{.spec.driftPolicy.mode} {.spec.clusterInstanceRef.name}"))
        .isEqualTo("detect " + name);
    return object;
  }

  private String marked(String list) {
    return kubectl.get(
        instance, "{.status.discoveredResources." + list + "[?(@.adopted==true)].adopted}");
  }

  private void awaitFound(String list, String wanted) {
    String names = "{.status.discoveredResources." + list + "[*].name}";
    Await.until(
        wanted + " is found",
        SOON,
        () -> List.of(kubectl.get(instance, names).split(" ")).contains(wanted),
        () -> kubectl.show(instance));
  }

  private List<String> state() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            """
            SELECT row(datdba, datacl, datconnlimit)::text FROM pg_database WHERE datname = '%s'
            UNION ALL SELECT a::text FROM pg_authid a WHERE rolname IN ('%s', '%s') ORDER BY 1"""
                .formatted(database, login, role));
  }

  private List<String> comments() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            """
            SELECT description FROM pg_shdescription WHERE description LIKE '%%[dbops:%%'
            AND (objoid IN (SELECT oid FROM pg_database WHERE datname = '%s')
            OR objoid IN (SELECT oid FROM pg_authid WHERE rolname IN ('%s', '%s')))"""
                .formatted(database, login, role));
  }
}
