package io.dbprovision.distribution.operator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One test's namespace, and names on the server that no other test uses. */
final class Scene implements AutoCloseable {
  private final World world;
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final Kubectl kubectl;
  private final List<String> others = new ArrayList<>();

  Scene(World world) {
    this.world = world;
    world.cluster().must("", "create", "namespace", namespace());
    this.kubectl = new Kubectl(world.cluster(), namespace(), world.operator()::tail);
  }

  Kubectl kubectl() {
    return kubectl;
  }

  /** Another scene, which goes with this one. */
  Scene beside() {
    Scene other = new Scene(world);
    others.add(other.namespace());
    return other;
  }

  PostgresServer server() {
    return world.server();
  }

  /** The run's MySQL or MariaDB, by the name of its engine. */
  MySqlServer mysql(String product) {
    return world.mysql(product);
  }

  OperatorUnderTest operator() {
    return world.operator();
  }

  Path kubeconfig() {
    return world.cluster().kubeconfig();
  }

  /** kubectl in another namespace. */
  Kubectl kubectlOf(String other) {
    return new Kubectl(world.cluster(), other, world.operator()::tail);
  }

  /** What all names of {@link #name} end in. */
  String suffix() {
    return suffix;
  }

  String namespace() {
    return "it-" + suffix;
  }

  /** A name on the server of this test alone. */
  String name(String base) {
    return base + "_" + suffix;
  }

  /** The instance {@code pg} of the common server with its Secret, Ready. */
  void instance() {
    instance(server().host(), server().port());
  }

  /** The same on another server. */
  void instance(PostgresServer other) {
    kubectl.apply(
        Manifests.adminSecret(other.admin()) + Manifests.instance(other.host(), other.port()));
    kubectl.awaitReady("databaseinstance/pg");
  }

  /** The same behind another address. */
  void instance(String host, int port) {
    kubectl.apply(Manifests.adminSecret(server().admin()) + Manifests.instance(host, port));
    kubectl.awaitReady("databaseinstance/pg");
  }

  /** kubectl in a second namespace, which goes with this one. */
  Kubectl otherNamespace() {
    String other = namespace() + "-other";
    world.cluster().must("", "create", "namespace", other);
    others.add(other);
    return kubectlOf(other);
  }

  /** A second namespace with the instance {@code pg} of a server, Ready. */
  String otherNamespaceWithInstance(PostgresServer server) {
    Kubectl there = otherNamespace();
    there.apply(
        Manifests.adminSecret(server.admin()) + Manifests.instance(server.host(), server.port()));
    there.awaitReady("databaseinstance/pg");
    return namespace() + "-other";
  }

  /** The name of the Secret that a user object speaks of. */
  String secretOf(String user) {
    return kubectl.get("databaseuser/" + user, "{.status.secret.name}");
  }

  /** The names of the Secrets made for a user object, whatever its status says. */
  String secretsOf(String user) {
    return world
        .cluster()
        .must(
            "",
            "get",
            "secret",
            "-n",
            namespace(),
            "-o",
            "name",
            "-l",
            "dbops.dbprovision.io/user=" + user);
  }

  Login loginOf(String user) {
    return kubectl.login(secretOf(user));
  }

  @Override
  public void close() {
    others.add(namespace());
    for (String namespace : others) {
      world
          .cluster()
          .must("", "delete", "namespace", "--ignore-not-found", "--wait=false", namespace);
    }
  }
}
