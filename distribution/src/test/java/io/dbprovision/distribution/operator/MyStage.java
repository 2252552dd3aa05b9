package io.dbprovision.distribution.operator;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What the tests on MySQL and MariaDB have in common. */
abstract class MyStage {
  static final String INSTANCE = "databaseinstance/my";

  final Scene scene;
  final MySqlServer server;
  final Kubectl kubectl;

  /**
   * @param product {@code mysql} or {@code mariadb}
   */
  MyStage(Scene scene, String product) {
    this.scene = scene;
    this.server = scene.mysql(product);
    this.kubectl = scene.kubectl();
  }

  String adminSecret() {
    return Manifests.adminSecret(server.admin());
  }

  String theInstance() {
    return MyManifests.instance(server.product(), server.host(), server.port());
  }

  /** The instance {@code my} of the common server with its Secret, Ready. */
  void instance() {
    kubectl.apply(adminSecret() + theInstance());
    kubectl.awaitReady(INSTANCE);
  }

  MyLogin loginOf(String user) {
    return new MyLogin(scene.loginOf(user));
  }

  /** A login of that name and password, whoever made it. */
  MyLogin login(String name, String password) {
    return new MyLogin(new Login(server.host(), server.port(), name, password));
  }

  void awaitThat(String what, Duration atMost, BooleanSupplier condition, String object) {
    Await.until(what, atMost, condition, () -> kubectl.show(object));
  }
}
