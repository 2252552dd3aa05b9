package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Passwords that are replaced on one of the two products. */
final class MyRotation extends MyStage {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** A password gets at least a minute old before it is replaced by hand. */
  private static final Duration ROTATION = Duration.ofSeconds(90);

  MyRotation(Scene scene, String product) {
    super(scene, product);
  }

  void aPasswordIsReplacedWhenAskedForAndLoginsTakeTurnsByTheClock() {
    String database = scene.name("shop");
    String turns = scene.name("turns");
    instance();
    kubectl.apply(
        MyManifests.user("app", scene.name("app"))
            + MyManifests.database("shop", database)
            + MyManifests.user(
                "turns",
                turns,
                "passwordRotation:",
                "  enabled: true",
                "  maxAge: 10s",
                "  oldUserPolicy: {gracePeriod: 10s}")
            + MyManifests.grant(
                "turns", "turns", MyManifests.onDatabase(database, "CREATE", "INSERT", "DROP")));
    kubectl.awaitReady("databaseuser/app", "database/shop", "databaseuser/turns");
    kubectl.awaitReady("databasegrant/turns");
    MyLogin one = loginOf("app");
    MyLogin first = loginOf("turns");
    kubectl.annotate("databaseuser/app", "rotate-password", "monday");

    awaitThat(
        "another login is in the Secret",
        SOON,
        () -> !loginOf("turns").username().equals(first.username()),
        "databaseuser/turns");
    MyLogin second = loginOf("turns");
    assertThat(second.works()).isTrue();
    assertThat(first.works()).as("the old one for its time of grace").isTrue();
    second.execute(database, "CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)", "DROP TABLE t");
    // no more turns, so that the first login's end can be seen
    kubectl.patch("databaseuser/turns", "{\"spec\":{\"passwordRotation\":{\"enabled\":false}}}");
    awaitThat(
        "the first login is gone",
        ROTATION,
        () -> server.hosts(first.username()).isEmpty(),
        "databaseuser/turns");

    awaitThat(
        "a new password that works",
        ROTATION,
        () -> !loginOf("app").password().equals(one.password()) && loginOf("app").works(),
        "databaseuser/app");
    assertThat(one.works()).isFalse();
    assertThat(loginOf("app").username()).isEqualTo(one.username());
    kubectl.deleteAndWait("databasegrant/turns");
    kubectl.deleteAndWait("databaseuser/turns");
    assertThat(server.logins("%" + turns + "%")).as("with the role behind them").isEmpty();
  }
}
