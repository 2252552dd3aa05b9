package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.stores.S3Place;
import java.util.List;
import java.util.stream.Collectors;

/** Backups and restores on one of the two products. */
final class MyCopies extends MyStage {
  private static final String TRUE = "1000 500500";
  private final S3Place store = S3Place.shared();
  private final Copies copies;
  private final String shop;

  MyCopies(Scene scene, String product) {
    super(scene, product);
    this.copies = new Copies(scene, store);
    this.shop = scene.name("shop");
  }

  void theyComeBackUnderANewNameAndInPlaceAndNotByAWrongKey() {
    open();
    String copy = scene.name("copy");

    String path = copies.make("once");
    assertThat(path).startsWith(scene.namespace() + "/" + shop + "-once-").endsWith(".zst.enc");
    assertThat(copies.stored()).containsExactlyInAnyOrder(path, path + ".key", path + ".manifest");
    assertThat(copies.stored().stream().map(store.files()::text).collect(Collectors.joining()))
        .doesNotContain("plain words", "orders");

    copies.restore("again", "backupRef: {name: once}", as(copy));
    copies.completed("databaserestore/again");
    assertThat(rows(copy, "orders")).isEqualTo(TRUE);
    assertThat(rows(copy, "large")).as("through a view").isEqualTo("500 375250");
    server.root().execute(copy, "INSERT INTO orders (id, amount) VALUES (1001, -1)");
    assertThat(rows(copy, "orders")).as("the trigger is there").isEqualTo("1001 500500");
    server.root().execute(copy, "CALL add_up()");

    server.root().execute(shop, "DELETE FROM orders WHERE id > 10", "DROP VIEW large");
    copies.restore("back", Copies.inPlace("backupRef: {name: once}"));
    copies.completed("databaserestore/back");
    assertThat(rows(shop, "orders")).isEqualTo(TRUE);
    assertThat(rows(shop, "large")).isEqualTo("500 375250");
    kubectl.awaitReady("database/shop");

    server.root().execute(shop, "DELETE FROM orders WHERE id > 10");
    copies.restore("wrong", Copies.inPlace(copies.fromPath(path, "other-key")));
    assertThat(copies.failed("databaserestore/wrong")).contains("key");
    assertThat(rows(shop, "orders")).as("nothing was touched").isEqualTo("10 55");

    assertThat(server.databases("\\_dbops\\_r\\_%")).as("temporary databases").isEmpty();
    assertThat(server.databases("%" + scene.suffix())).containsExactlyInAnyOrder(shop, copy);
    assertThat(server.logins("\\_dbops\\_copy\\_%")).as("logins of workers").isEmpty();
    kubectl.deleteAndWait("databasebackup/once");
    assertThat(copies.stored()).isEmpty();
  }

  private void open() {
    instance();
    kubectl.apply(
        MyManifests.database("shop", shop, "deletionProtection: false")
            + MyManifests.user("owner", scene.name("owner"))
            + MyManifests.grant(
                "owner",
                "owner",
                MyManifests.onDatabase(
                    shop,
                    "CREATE",
                    "SELECT",
                    "INSERT",
                    "TRIGGER",
                    "CREATE VIEW",
                    "SHOW VIEW",
                    "CREATE ROUTINE")));
    kubectl.awaitReady("database/shop", "databaseuser/owner", "databasegrant/owner");
    copies.secrets();
    // without it, nobody but root can make triggers and routines beside a binary log
    server.root().execute("", "SET GLOBAL log_bin_trust_function_creators = ON");
    // not by root: whose views and triggers are root's, none but root can make again
    loginOf("owner")
        .execute(
            shop,
            "CREATE TABLE orders (id INT PRIMARY KEY, amount INT NOT NULL, note TEXT)",
            "INSERT INTO orders WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i, i, 'plain words' FROM n",
            "CREATE VIEW large AS SELECT * FROM orders WHERE amount > 500",
            "CREATE TRIGGER never_negative BEFORE INSERT ON orders FOR EACH ROW SET NEW.amount = GREATEST(NEW.amount, 0)",
            "CREATE PROCEDURE add_up() SELECT sum(amount) FROM orders");
  }

  private static String as(String name) {
    return "target: {instanceRef: {name: my}, databaseName: " + name + "}";
  }

  private String rows(String database, String table) {
    List<String> rows =
        server
            .root()
            .query(
                "SELECT CONCAT(count(*), ' ', sum(amount)) FROM %s.%s".formatted(database, table));
    return rows.getFirst();
  }
}
