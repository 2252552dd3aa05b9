package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Most of what is on a server is deleted, or goes missing, at once. */
class MassDeletionTest {
  private static final Duration A_WHILE = Duration.ofMinutes(3);
  private static final ResourceKey TWIN = World.key(CustomKind.INSTANCE, "twin");

  private final World world = World.withInstance();
  private TestOperator operator = new TestOperator(world);

  @BeforeEach
  void start() {
    operator.settle();
    world.resources().put(TWIN, world.resource(World.INSTANCE).spec().values(), Map.of());
    operator.settle();
  }

  @Test
  void nothingIsDroppedUntilTheInstanceSaysSo() {
    List<ResourceKey> keys = databases("default", "main", 0, 20);
    keys.subList(0, 11).forEach(operator::delete);
    operator.later(A_WHILE);
    assertThat(world.server().databases()).hasSize(20);
    assertThat(keys.subList(0, 11))
        .allSatisfy(
            key -> {
              assertThat(world.condition(key, "Ready").reason()).isEqualTo("MassDeletion");
              assertThat(world.condition(key, "Ready").message())
                  .contains(
                      "11 of 20 databases",
                      "DatabaseInstance default/main with " + Keys.ALLOW_MASS_DELETION + "=true");
            });
    assertThat(world.events().seen()).anyMatch(event -> event.startsWith("DeletionBlocked shop0"));
    operator.kill();
    operator = new TestOperator(world);
    operator.later(A_WHILE);
    assertThat(world.server().databases()).as("after a restart").hasSize(20);
    world.applyInstance(Map.of(), Map.of(Keys.ALLOW_MASS_DELETION, "true"));
    operator.later(A_WHILE);
    assertThat(world.server().databases()).hasSize(9);
  }

  @Test
  void whatIsHeldStaysHeldAfterARestartThoughItHasBecomeLess() {
    List<ResourceKey> keys = databases("default", "main", 0, 20);
    keys.subList(0, 11).forEach(operator::delete);
    operator.later(A_WHILE);
    for (ResourceKey rescued : keys.subList(0, 2)) {
      Map<String, Object> spec =
          new LinkedHashMap<>(world.resources().get(rescued).orElseThrow().spec().values());
      spec.put("deletionProtection", true);
      world.resources().put(rescued, spec, Map.of());
    }
    operator.kill();
    operator = new TestOperator(world);
    operator.later(A_WHILE);
    assertThat(world.server().databases()).hasSize(20);
  }

  @Test
  void fewOrLessThanHalfGoAsBefore() {
    List<ResourceKey> keys = databases("default", "main", 0, 24);
    keys.subList(0, 11).forEach(operator::delete);
    operator.later(A_WHILE);
    assertThat(world.server().databases()).hasSize(13);
    keys.subList(11, 21).forEach(operator::delete);
    operator.later(A_WHILE);
    assertThat(world.server().databases()).hasSize(3);
  }

  @Test
  void whatIsMadeInsteadDoesNotMakeItLess() {
    List<ResourceKey> keys = databases("default", "main", 0, 12);
    world.resources().createdAt(world.clock().instant());
    keys.forEach(operator::delete);
    databases("default", "main", 100, 20);
    operator.later(A_WHILE);
    assertThat(world.server().databases()).hasSize(32);
  }

  @Test
  void allInstancesOfOneServerCountTogether() {
    List<ResourceKey> keys = databases("default", "main", 0, 7);
    List<ResourceKey> more = databases("default", "twin", 50, 7);
    keys.forEach(operator::delete);
    more.forEach(operator::delete);
    operator.later(A_WHILE);
    assertThat(world.server().databases()).hasSize(14);
  }

  @Test
  void aLossIsCountedOverAllInstancesOfTheServerToo() {
    databases("default", "main", 0, 7);
    databases("default", "twin", 50, 7);
    world.server().databases().clear();
    operator.later(World.DRIFT_INTERVAL.plusMinutes(1));
    assertThat(world.server().databases()).isEmpty();
    assertThat(world.condition(World.key(CustomKind.DATABASE, "shop0"), "Synced").reason())
        .isEqualTo("MassLoss");
  }

  @Test
  void whatIsProtectedOrRetainedAnywayIsNotCounted() {
    List<ResourceKey> keys = databases("default", "main", 0, 12);
    keys.forEach(key -> world.resources().put(key, Specs.database(key.name()), Map.of()));
    operator.settle();
    keys.forEach(operator::delete);
    world.resources().put(keys.getFirst(), unprotected("shop0", "main"), Map.of());
    operator.later(A_WHILE);
    assertThat(world.server().databases()).hasSize(11);
  }

  @Test
  void aConsentedCascadeOfTheInstanceIsConsentEnough() {
    databases("default", "main", 0, 12);
    Map<String, String> force = Map.of(Keys.FORCE_DELETE, "true");
    world.applyInstance(Map.of("deletionProtection", false), force);
    operator.delete(World.INSTANCE);
    String hash = world.status(World.INSTANCE).object("deletionConfirmation").text("hash", "");
    world.applyInstance(
        Map.of("deletionProtection", false),
        Map.of(Keys.FORCE_DELETE, "true", Keys.CONFIRM_FORCE_DELETE, hash));
    operator.later(A_WHILE);
    assertThat(world.gone(World.INSTANCE)).isTrue();
    assertThat(world.server().databases()).isEmpty();
  }

  @Test
  void aNamespaceOnASharedServerGoesToItsEndAndLeavesEverythingThere() {
    world.applyInstance(Map.of(), Map.of(Keys.ALLOW_FROM, "team"));
    operator.settle();
    List<ResourceKey> keys = databases("team", "main", 0, 12);
    assertThat(world.server().databases()).hasSize(12);
    world.namespaces().terminate("team");
    keys.forEach(operator::delete);
    operator.later(A_WHILE);
    assertThat(keys).allSatisfy(key -> assertThat(world.gone(key)).isTrue());
    assertThat(world.server().databases()).hasSize(12);
  }

  @Test
  void aNamespaceThatGoesWithItsInstanceTakesWhatIsNotProtected() {
    List<ResourceKey> keys = databases("default", "main", 0, 12);
    world.namespaces().terminate("default");
    keys.forEach(operator::delete);
    operator.later(A_WHILE);
    assertThat(world.server().databases()).isEmpty();
  }

  private List<ResourceKey> databases(String namespace, String instance, int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> new ResourceKey(CustomKind.DATABASE, namespace, "shop" + i))
        .peek(key -> operator.apply(key, unprotected(key.name(), instance)))
        .toList();
  }

  private static Map<String, Object> unprotected(String name, String instance) {
    return Specs.with(
        Specs.database(name),
        Map.of(
            "deletionProtection",
            false,
            "instanceRef",
            Map.of("name", instance, "namespace", "default")));
  }
}
