package io.dbprovision.distribution.operator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The Database {@code shop} of one test on the common PostgreSQL, with a thousand orders. */
final class Shop {
  /** What {@link #TRUE} is the answer to, as long as all orders are there. */
  static final String ROWS = "SELECT count(*) || ' ' || sum(amount) FROM orders";

  static final String TRUE = "1000 500500";

  private final Scene scene;

  /** What the operator had made for itself on the server before: for other tests. */
  private final Set<String> before;

  Shop(Scene scene) {
    this.scene = scene;
    this.before = new HashSet<>(scene.server().ownRoles());
    before.addAll(scene.server().ownDatabases());
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

  /** Logins that the operator made for a while since this test began. */
  List<String> passingLogins() {
    return since("SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname ~ '^_dbops'");
  }

  /** Of this test, and temporary ones of anybody since it began. */
  List<String> databases() {
    return since(
        "SELECT datname FROM pg_database WHERE datname LIKE '%%%s' OR datname ~ '^_dbops_[ro]_'"
            .formatted(scene.suffix()));
  }

  private List<String> since(String query) {
    return scene.server().superuser().query("postgres", query).stream()
        .filter(name -> !before.contains(name))
        .toList();
  }
}
