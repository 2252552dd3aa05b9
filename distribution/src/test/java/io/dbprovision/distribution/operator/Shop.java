package io.dbprovision.distribution.operator;

import java.util.List;

/** The Database {@code shop} of one test on the common PostgreSQL, with a thousand orders. */
final class Shop {
  /** What {@link #TRUE} is the answer to, as long as all orders are there. */
  static final String ROWS = "SELECT count(*) || ' ' || sum(amount) FROM orders";

  static final String TRUE = "1000 500500";

  private final Scene scene;

  Shop(Scene scene) {
    this.scene = scene;
  }

  /** Its name on the server. */
  String name() {
    return scene.name("shop");
  }

  Login owner() {
    return scene.loginOf("owner");
  }

  void open() {
    scene.instance();
    furnish();
  }

  /** On an instance {@code pg} that is there. */
  void furnish() {
    Kubectl kubectl = scene.kubectl();
    String owner = scene.name("owner");
    kubectl.apply(
        Manifests.user("owner", owner)
            + Manifests.database("shop", name(), "owner: " + owner, "deletionProtection: false"));
    kubectl.awaitReady("database/shop");
    owner()
        .execute(
            name(), "CREATE TABLE orders (id int PRIMARY KEY, amount int NOT NULL, note text)");
    owner()
        .execute(
            name(),
            "INSERT INTO orders SELECT i, i, 'plain words' FROM generate_series(1, 1000) i");
  }

  /** A restore's target: a new database. */
  static String as(String name) {
    return "target: {instanceRef: {name: pg}, databaseName: " + name + "}";
  }

  /** The orders of one of its databases, whoever owns it. */
  List<String> orders(String database) {
    return scene.server().superuser().query(database, ROWS);
  }

  /** Logins that the operator makes for a while. */
  List<String> passingLogins() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres", "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname ~ '^_dbops'");
  }

  /** Of this test, and temporary ones of anybody. */
  List<String> databases() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            "SELECT datname FROM pg_database WHERE datname LIKE '%%%s' OR datname ~ '^_dbops_[ro]_'"
                .formatted(scene.suffix()));
  }
}
