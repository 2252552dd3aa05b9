package io.dbprovision.core.reconcile;

import static io.dbprovision.core.reconcile.GrantWorld.GRANT;
import static io.dbprovision.core.reconcile.GrantWorld.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Things appear that a pattern in a manifest is about. */
class NewcomersTest {
  private static final Duration MINUTE = Duration.ofSeconds(61);

  private final GrantWorld site = new GrantWorld();
  private final World world = site.world;

  private static Map<String, Object> all(String mode) {
    return Specs.with(to("one", "*:READ"), Map.of("driftPolicy", Map.of("mode", mode)));
  }

  private void appears(String database) {
    world.server().databases().put(database, StoredObject.foreign());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ignore", "detect", "correct"})
  void whatAppearsIsGivenWithinAMinuteInEveryMode(String mode) {
    site.operator.apply(GRANT, all(mode));
    assertThat(site.held("one")).containsExactly("one:READ", "two:READ");
    appears("three");
    site.operator.later(MINUTE);
    assertThat(site.held("one")).containsExactly("one:READ", "three:READ", "two:READ");
    assertThat(world.condition(GRANT, "Synced").status()).isEqualTo("True");
    assertThat(world.events().seen()).noneMatch(event -> event.startsWith("Drift"));
  }

  @Test
  void alsoAfterARestart() {
    site.operator.apply(GRANT, all("ignore"));
    site.restart();
    appears("three");
    site.operator.later(MINUTE);
    assertThat(site.held("one")).contains("three:READ");
  }

  @Test
  void noWorkerWaitsForALookThatItsObjectIsPartOf() {
    ResourceKey second = World.key(CustomKind.GRANT, "second");
    site.operator.apply(GRANT, all("ignore"));
    site.operator.apply(second, all("ignore"));
    world.clock().advance(MINUTE);
    List<Outcome> meanwhile = new ArrayList<>();
    world
        .server()
        .intercept(
            operation -> {
              if (operation == Operation.PLAN_ALL) {
                meanwhile.add(site.operator.reconcile(second));
              }
            });

    site.operator.reconcile(GRANT);
    world.recover();

    assertThat(meanwhile).containsExactly(Outcome.after(Duration.ofSeconds(2)));
  }

  @Test
  void driftThatIsIgnoredStaysUnnoticed() {
    site.operator.apply(GRANT, all("ignore"));
    site.byHand("one", "two:WRITE");
    appears("three");
    site.operator.later(MINUTE);
    assertThat(site.held("one")).contains("three:READ", "two:WRITE");
    assertThat(world.condition(GRANT, "Synced").status()).isEqualTo("True");
    assertThat(world.status(GRANT).has("drift")).isFalse();
  }

  @Test
  void driftAloneIsNotFoundBeforeItsTime() {
    site.operator.apply(
        GRANT,
        Specs.with(
            to("one", "*:READ"),
            Map.of("driftPolicy", Map.of("mode", "correct", "interval", "8h"))));
    world
        .server()
        .users()
        .computeIfPresent("one", (name, one) -> one.withAttribute("grants.two:READ", null));
    site.operator.later(Duration.ofMinutes(5));
    assertThat(site.held("one")).containsExactly("one:READ");
  }

  @Test
  void nothingThatAppearsCostsOneCallAMinuteForAllAndNoWrite() {
    int many = 300;
    for (int i = 0; i < many; i++) {
      ResourceKey key = World.key(CustomKind.GRANT, "all" + i);
      world.resources().put(key, all("ignore"), Map.of());
    }
    site.operator.settle();
    site.operator.later(MINUTE);
    int writes = world.writes().count();
    long calls = world.server().calls(Operation.PLAN_ALL);
    long plans = world.server().calls(Operation.PLAN);
    site.operator.later(Duration.ofMinutes(5));
    assertThat(world.writes().count()).isEqualTo(writes);
    assertThat(world.server().calls(Operation.PLAN_ALL) - calls).isBetween(4L, 6L);
    assertThat(world.server().calls(Operation.PLAN)).isEqualTo(plans);
  }

  @Test
  void aManifestWithoutPatternsIsNotLookedAt() {
    site.operator.apply(
        GRANT, Specs.with(to("one", "one:READ"), Map.of("driftPolicy", Map.of("mode", "ignore"))));
    long calls = world.server().calls(Operation.PLAN_ALL);
    site.operator.later(Duration.ofMinutes(5));
    assertThat(world.server().calls(Operation.PLAN_ALL)).isEqualTo(calls);
  }
}
