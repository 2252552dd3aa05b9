package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.World.Condition;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who waits, for whom, and what is said of it. */
class WaitingTest {
  private static final ResourceKey A = World.key(CustomKind.USER, "a");
  private static final ResourceKey B = World.key(CustomKind.USER, "b");
  private static final ResourceKey C = World.key(CustomKind.USER, "c");
  private static final ResourceKey GRANT = World.key(CustomKind.GRANT, "given");

  private final GrantWorld scene = new GrantWorld();
  private final World world = scene.world;
  private final TestOperator operator = scene.operator;

  @Test
  void whatAGrantWaitsForIsToldInWordsAndItIsNotReadyMeanwhile() {
    operator.apply(GRANT, GrantWorld.to("one", "one:READ", "later:READ"));

    assertThat(scene.held("one")).containsExactly("one:READ");
    assertThat(world.condition(GRANT, "Synced"))
        .isEqualTo(
            new Condition(
                "False",
                "DependencyNotReady",
                "DependencyNotReady: all else is in effect, and this is not done yet: give grants.later:READ to one"));
    assertThat(world.condition(GRANT, "Ready").status()).isEqualTo("False");
    assertThat(world.condition(GRANT, "Ready").reason()).isEqualTo("Reconciling");
    assertThat(world.status(GRANT).text("phase")).contains("Pending");

    operator.apply(World.key(CustomKind.DATABASE, "later"), Specs.database("later"));
    operator.later(Duration.ofSeconds(10));
    assertThat(world.condition(GRANT, "Ready").status()).isEqualTo("True");
    assertThat(world.status(GRANT).text("phase")).contains("Ready");
  }

  @Test
  void whoWaitsHasFailedInNothing() {
    operator.apply(A, in("a", "nobody"));
    assertThat(world.condition(A, "Synced").reason()).isEqualTo("DependencyNotReady");
    assertThat(warnings("a")).isEmpty();
  }

  @Test
  void whoWaitsForTheRoleOfLoginsThatTakeTurnsIsWokenByIt() {
    operator.apply(A, in("a", "svc_b"));
    assertThat(world.condition(A, "Synced").reason()).isEqualTo("DependencyNotReady");

    operator.apply(
        B,
        Specs.with(
            Specs.user("b"),
            Map.of("passwordRotation", Map.of("enabled", true, "schedule", "0 3 * * *"))));

    assertThat(world.condition(A, "Synced").status()).isEqualTo("True");
  }

  @Test
  void aRefusalIsOneWarning() {
    world.server().users().put("a", StoredObject.foreign());
    operator.apply(A, Specs.user("a"));
    assertThat(world.condition(A, "Synced").reason()).isEqualTo("Conflict");
    assertThat(warnings("a")).hasSize(1).first().asString().startsWith("ReconcileFailed a: ");
  }

  @Test
  void loginsThatWaitForEachOtherAreToldSoAndGoOnOnceOneOfThemDoesNot() {
    operator.apply(A, in("a", "b"));
    operator.apply(B, in("b", "c"));
    assertThat(world.condition(A, "Synced").reason()).isEqualTo("DependencyNotReady");

    operator.apply(C, in("c", "a"));

    for (ResourceKey one : List.of(A, B, C)) {
      assertThat(world.condition(one, "Synced").reason())
          .as(one.toString())
          .isEqualTo("InvalidSpec");
    }
    assertThat(world.condition(C, "Synced").message())
        .isEqualTo(
            "InvalidSpec: spec.roles[0]: the login would be a member of itself (c in a in b in c), so none of these can be made; take one of the memberships out");

    operator.apply(C, Specs.user("c"));
    for (ResourceKey one : List.of(A, B, C)) {
      assertThat(world.condition(one, "Synced").status()).as(one.toString()).isEqualTo("True");
    }
  }

  @Test
  void whatAnotherNamespaceWritesMakesNothingHereWrong() {
    world.applyInstance(Map.of(), Map.of(Keys.ALLOW_FROM, "team"));
    ResourceKey theirs = new ResourceKey(CustomKind.USER, "team", "b");
    operator.apply(
        theirs,
        Specs.with(
            in("b", "a"), Map.of("instanceRef", Map.of("name", "main", "namespace", "default"))));

    operator.apply(A, in("a", "b"));

    assertThat(world.condition(A, "Synced").reason()).isEqualTo("DependencyNotReady");
  }

  @Test
  void whatALivingObjectHasIsNotOfferedForAdoption() {
    ResourceKey rival = World.key(CustomKind.USER, "rival");
    operator.apply(
        rival,
        Specs.with(Specs.user("one"), Map.of("passwordSecret", Map.of("secretName", "rival"))));
    assertThat(world.condition(rival, "Synced").message())
        .contains("belongs to default/one; this one can have it only when that object is gone")
        .doesNotContain(Keys.ADOPT);
  }

  @Test
  void whatAnotherNamespaceHasIsNotOfferedForAdoptionEvenAfterwards() {
    world.applyInstance(Map.of(), Map.of(Keys.ALLOW_FROM, "team"));
    ResourceKey rival = new ResourceKey(CustomKind.USER, "team", "rival");
    operator.apply(
        rival,
        Specs.with(
            Specs.user("one"),
            Map.of("instanceRef", Map.of("name", "main", "namespace", "default"))));
    assertThat(world.condition(rival, "Synced").reason()).isEqualTo("Conflict");
    assertThat(world.condition(rival, "Synced").message())
        .contains("belongs to default/one")
        .doesNotContain(Keys.ADOPT, "gone");

    operator.delete(World.key(CustomKind.USER, "one"));
    assertThat(world.condition(rival, "Synced").status())
        .as("the name is free, and it was woken")
        .isEqualTo("True");
  }

  private static Map<String, Object> in(String login, String role) {
    return Specs.with(Specs.user(login), Map.of("roles", List.of(role)));
  }

  private List<String> warnings(String object) {
    return world.events().seen().stream()
        .filter(event -> event.matches("\\w+Failed " + object + ": .*"))
        .toList();
  }
}
