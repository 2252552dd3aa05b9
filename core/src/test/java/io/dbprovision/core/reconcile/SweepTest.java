package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How few calls it takes to compare many objects with their server. */
class SweepTest {
  private static final Duration ONE_INTERVAL = Duration.ofMinutes(11);

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void aHundredDatabasesAreComparedWithOneCall() {
    databases(100);
    operator.settle();

    assertThat(interval()).isEqualTo(new Calls(1, 0));
  }

  @Test
  void aShorterIntervalOfTheInstanceLooksAtNoneByItself() {
    databases(100);
    operator.settle();
    operator.later(Duration.ofSeconds(70));
    long all = world.server().calls(Operation.PLAN_ALL);
    long one = world.server().calls(Operation.PLAN);
    world.applyInstance(
        Map.of("driftPolicy", Map.of("mode", "detect", "interval", "60s")), Map.of());
    operator.settle();

    assertThat(world.server().calls(Operation.PLAN_ALL) - all).isEqualTo(1);
    assertThat(world.server().calls(Operation.PLAN) - one).isZero();
  }

  @Test
  void aMixOfAllSortsTakesOneCallForEachAndReadsNoSecret() {
    int many = 30;
    mix(many);
    operator.settle();
    List<String> before = world.secrets().reads();

    assertThat(interval())
        .as("databases, logins, and the roles that some of them share")
        .isEqualTo(new Calls(3, 0));
    assertThat(world.secrets().reads().stream().skip(before.size()))
        .as("but for the instance's own")
        .allMatch("admin"::equals);
  }

  @Test
  void driftIsFoundOnWhateverOfTheMixItIs() {
    mix(5);
    operator.settle();
    world.server().roles().computeIfPresent("svc_turn1", (name, role) -> spoiled(role));
    world.server().users().computeIfPresent("turn2", (name, login) -> spoiled(login));
    world.server().users().computeIfPresent("user3", (name, login) -> spoiled(login));
    world.server().databases().computeIfPresent("inline4", (name, made) -> spoiled(made));
    world.server().databases().computeIfPresent("fetched1", (name, made) -> spoiled(made));

    assertThat(interval()).isEqualTo(new Calls(3, 2 * 2 + 3));
    assertThat(reason(World.key(CustomKind.USER, "turn1"))).isEqualTo("DriftDetected");
    assertThat(reason(World.key(CustomKind.USER, "turn2"))).isEqualTo("DriftDetected");
    assertThat(reason(World.key(CustomKind.USER, "user3"))).isEqualTo("DriftDetected");
    assertThat(reason(World.key(CustomKind.DATABASE, "inline4"))).isEqualTo("DriftDetected");
    assertThat(reason(World.key(CustomKind.DATABASE, "fetched1"))).isEqualTo("DriftDetected");
    assertThat(reason(World.key(CustomKind.USER, "turn3"))).isEqualTo("ReconcileSuccess");
  }

  @Test
  void whatIsKnownToDifferCostsNothingMoreUntilItIsAnotherDifference() {
    mix(5);
    operator.settle();
    world.server().roles().computeIfPresent("svc_turn1", (name, role) -> spoiled(role));
    world.server().databases().computeIfPresent("inline4", (name, made) -> spoiled(made));
    operator.later(ONE_INTERVAL);
    int writes = world.writes().count();

    assertThat(interval()).isEqualTo(new Calls(3, 0));
    assertThat(world.writes().count()).isEqualTo(writes);

    world
        .server()
        .databases()
        .computeIfPresent("inline4", (name, made) -> made.withAttribute("connectionLimit", 5));
    assertThat(interval()).isEqualTo(new Calls(3, 1));
    assertThat(reason(World.key(CustomKind.DATABASE, "inline4"))).isEqualTo("ReconcileSuccess");
    assertThat(reason(World.key(CustomKind.USER, "turn1"))).isEqualTo("DriftDetected");
  }

  @Test
  void statementsFromElsewhereAreReadAgainOnlyWhenTheyChange() {
    mix(1);
    operator.settle();
    operator.later(ONE_INTERVAL);
    long scripts = world.server().calls(Operation.RUN_SCRIPT);

    world.secrets().edit("script", Map.of("sql", "mark other"));
    operator.settle();

    assertThat(world.server().calls(Operation.RUN_SCRIPT)).isEqualTo(scripts + 1);
    assertThat(world.server().databases())
        .hasEntrySatisfying(
            "fetched0", made -> assertThat(made.attributes()).containsKey("mark.other"));
  }

  @Test
  void afterARestartStatementsFromElsewhereAreReadOnce() {
    mix(3);
    operator.settle();
    operator.kill();
    TestOperator next = new TestOperator(world);
    next.settle();
    int before = world.secrets().reads().size();
    next.later(ONE_INTERVAL.multipliedBy(3));

    assertThat(world.secrets().reads().stream().skip(before)).doesNotContain("script");
    assertThat(world.server().calls(Operation.RUN_SCRIPT)).isEqualTo(6);
  }

  @Test
  void aRotationThatIsDoneLeavesItsUserAmongTheOthers() {
    mix(2);
    operator.settle();
    operator.later(Duration.ofMinutes(2));
    Map<String, String> asked = Map.of(Keys.ROTATE_PASSWORD, "once");
    operator.apply(World.key(CustomKind.USER, "turn1"), turning("turn1"), asked);
    operator.apply(World.key(CustomKind.USER, "user1"), limited("user1"), asked);
    assertThat(world.server().users()).hasSize(5);
    operator.later(ONE_INTERVAL);

    assertThat(interval().one()).isZero();
  }

  @Test
  void anOldLoginThatCannotGoIsLookedAtEverLessOftenAndDelaysNoTurn() {
    ResourceKey user = World.key(CustomKind.USER, "app");
    Map<String, Object> rotation =
        Map.of(
            "enabled", true, "schedule", "0 3 * * *", "oldUserPolicy", Map.of("gracePeriod", "1h"));
    operator.apply(user, Specs.with(Specs.user("app"), Map.of("passwordRotation", rotation)));
    operator.later(Duration.ofHours(3).plusMinutes(1));
    world.server().databases().put("hers", StoredObject.foreign().withAttribute("owner", "app"));
    operator.later(Duration.ofHours(2));
    long plans = world.server().calls(Operation.PLAN);
    operator.later(Duration.ofHours(20));
    assertThat(world.server().calls(Operation.PLAN) - plans).isBetween(100L, 400L);
    operator.later(Duration.ofHours(2));
    assertThat(world.status(user).object("rotation").text("lastRotatedAt", ""))
        .startsWith("2026-01-02T03:00:");
    assertThat(world.server().users()).containsKey("app");
    world.server().databases().remove("hers");
    operator.later(Duration.ofMinutes(11));
    assertThat(world.server().users()).doesNotContainKey("app");
  }

  @Test
  void aDueObjectDoesNotWaitForTheSweepThatItIsPartOf() {
    databases(3);
    operator.settle();
    world.clock().advance(ONE_INTERVAL);
    List<Outcome> meanwhile = new ArrayList<>();
    world
        .server()
        .intercept(
            operation -> {
              if (operation == Operation.PLAN_ALL) {
                meanwhile.add(operator.reconcile(database(1)));
              }
            });

    operator.reconcile(database(0));
    world.recover();

    assertThat(meanwhile).containsExactly(Outcome.after(Duration.ofSeconds(2)));
    long plans = world.server().calls(Operation.PLAN) + world.server().calls(Operation.PLAN_ALL);
    operator.later(Duration.ofSeconds(3));
    assertThat(world.server().calls(Operation.PLAN) + world.server().calls(Operation.PLAN_ALL))
        .as("it was compared with the others")
        .isEqualTo(plans);
  }

  /**
   * @param one plans of one object alone
   */
  private record Calls(long all, long one) {}

  /** How many it takes for all that is there. */
  private Calls interval() {
    long all = world.server().calls(Operation.PLAN_ALL);
    long one = world.server().calls(Operation.PLAN);
    operator.later(ONE_INTERVAL);
    return new Calls(
        world.server().calls(Operation.PLAN_ALL) - all, world.server().calls(Operation.PLAN) - one);
  }

  private String reason(ResourceKey key) {
    return world.condition(key, "Synced").reason();
  }

  private static StoredObject spoiled(StoredObject made) {
    return made.withAttribute("connectionLimit", 99).withAttribute("roles.readers", null);
  }

  private void databases(int count) {
    for (int i = 0; i < count; i++) {
      world.resources().put(database(i), Specs.database("db" + i), Map.of());
    }
  }

  /** That many of each sort. */
  private void mix(int count) {
    world.server().roles().put("readers", StoredObject.foreign());
    world.secrets().put("script", Map.of("sql", "mark fetched"));
    for (int i = 0; i < count; i++) {
      put(CustomKind.DATABASE, "db" + i, scripted("db" + i, Map.of()));
      put(
          CustomKind.DATABASE,
          "inline" + i,
          scripted("inline" + i, Map.of("inline", List.of("mark inline"))));
      put(
          CustomKind.DATABASE,
          "fetched" + i,
          scripted("fetched" + i, Map.of("secretRef", Map.of("name", "script", "key", "sql"))));
      put(CustomKind.USER, "user" + i, limited("user" + i));
      put(CustomKind.USER, "turn" + i, turning("turn" + i));
    }
  }

  private void put(CustomKind kind, String name, Map<String, Object> spec) {
    world.resources().put(World.key(kind, name), spec, Map.of());
  }

  private static Map<String, Object> scripted(String name, Map<String, Object> script) {
    Map<String, Object> limited =
        Specs.with(Specs.database(name), Map.of("memory", Map.of("connectionLimit", 5)));
    return script.isEmpty() ? limited : Specs.with(limited, Map.of("initSQL", script));
  }

  private static Map<String, Object> limited(String login) {
    return Specs.with(Specs.user(login), Map.of("memory", Map.of("connectionLimit", 5)));
  }

  private static Map<String, Object> turning(String login) {
    return Specs.with(
        limited(login),
        Map.of(
            "roles",
            List.of("readers"),
            "passwordRotation",
            Map.of("enabled", true, "schedule", "0 3 1 6 *")));
  }

  private static ResourceKey database(int number) {
    return World.key(CustomKind.DATABASE, "db" + number);
  }
}
