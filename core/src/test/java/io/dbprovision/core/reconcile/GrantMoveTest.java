package io.dbprovision.core.reconcile;

import static io.dbprovision.core.reconcile.GrantWorld.FAR_INSTANCE;
import static io.dbprovision.core.reconcile.GrantWorld.GRANT;
import static io.dbprovision.core.reconcile.GrantWorld.held;
import static io.dbprovision.core.reconcile.GrantWorld.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Another grantee is named: the one before loses what it was given, wherever it is. */
class GrantMoveTest {
  private static final Map<String, Object> FOREIGN = Map.of("name", "theirs", "namespace", "team");

  private final GrantWorld site = new GrantWorld();
  private final World world = site.world;

  private void foreignLogin() {
    ResourceKey theirs = new ResourceKey(CustomKind.USER, "team", "theirs");
    world.namespaces().annotate("default", Keys.ALLOW_FROM, "team");
    site.operator.apply(
        theirs,
        Specs.with(
            Specs.user("theirs"),
            Map.of("instanceRef", Map.of("name", "main", "namespace", "default"))));
    site.byHand("theirs", "one:READ");
  }

  @Test
  void theOneBeforeLosesIt() {
    site.operator.apply(GRANT, to("one", "one:READ"));
    site.operator.apply(GRANT, to("two", "one:READ"));
    assertThat(site.held("one")).isEmpty();
    assertThat(site.held("two")).containsExactly("one:READ");
  }

  @Test
  void whoIsNamedButNotThereChangesNothingOfWhoHasIt() {
    site.operator.apply(GRANT, to("one", "one:READ"));
    site.operator.apply(GRANT, to("nobody", "one:READ"));
    site.operator.delete(GRANT);
    assertThat(world.gone(GRANT)).isTrue();
    assertThat(site.held("one")).isEmpty();
  }

  @Test
  void whoDidNotAgreeLosesNothingWhenTheObjectGoes() {
    foreignLogin();
    site.operator.apply(GRANT, to("one", "one:READ"));
    site.operator.apply(GRANT, to(FOREIGN, "one:READ"));
    assertThat(world.condition(GRANT, "Synced").reason()).isEqualTo("PermissionDenied");
    site.restart();
    site.operator.settle();
    site.operator.delete(GRANT);
    assertThat(world.gone(GRANT)).isTrue();
    assertThat(site.held("theirs")).containsExactly("one:READ");
    assertThat(site.held("one")).isEmpty();
  }

  @Test
  void whoNeverAgreedLosesNothingEither() {
    foreignLogin();
    site.operator.apply(GRANT, to(FOREIGN, "one:READ"));
    site.restart();
    site.operator.settle();
    site.operator.delete(GRANT);
    assertThat(world.gone(GRANT)).isTrue();
    assertThat(site.held("theirs")).containsExactly("one:READ");
  }

  @Test
  void onAnotherServerTheOneBeforeLosesItToo() {
    InMemoryServer far = site.far("app", "shop");
    site.operator.apply(GRANT, to("far-app", "shop:READ"));
    assertThat(held(far, "app")).containsExactly("shop:READ");
    site.operator.apply(GRANT, to("one", "one:READ"));
    assertThat(held(far, "app")).isEmpty();
    assertThat(site.held("one")).containsExactly("one:READ");
    assertThat(world.status(GRANT).texts("applied")).containsExactly("grants.one:READ");
  }

  @Test
  void anotherInstanceOfTheSameServerIsNoMove() {
    site.operator.apply(GRANT, to("one", "one:READ"));
    List<Set<String>> seen = site.seen("one");
    ResourceKey twin = World.key(CustomKind.INSTANCE, "twin");
    site.operator.apply(twin, world.resource(World.INSTANCE).spec().values());
    site.operator.apply(
        World.key(CustomKind.USER, "one"),
        Specs.with(Specs.user("one"), Map.of("instanceRef", Map.of("name", "twin"))));
    site.operator.later(Duration.ofMinutes(2));
    assertThat(world.condition(GRANT, "Synced").status()).isEqualTo("True");
    assertThat(world.status(GRANT).object("grantee").object("instance").text("name", ""))
        .isEqualTo("twin");
    assertThat(seen).as("never without it").allMatch(held -> held.contains("one:READ"));
    site.operator.delete(GRANT);
    assertThat(site.held("one")).as("it was not taken for somebody else's").isEmpty();
  }

  @Test
  void whileTheServerBeforeIsDownNothingIsGivenOnTheNext() {
    InMemoryServer far = site.far("app", "shop");
    site.operator.apply(GRANT, to("far-app", "shop:READ"));
    far.failAll(ErrorKind.UNREACHABLE);
    site.operator.later(Duration.ofSeconds(61));
    site.operator.apply(GRANT, to("one", "one:READ"));
    assertThat(world.condition(GRANT, "Synced").message())
        .contains("DatabaseUser default/far-app had it before, on " + FAR_INSTANCE)
        .contains("what was given there is taken back first");
    assertThat(site.held("one")).isEmpty();
    far.recover();
    site.operator.later(Duration.ofMinutes(2));
    assertThat(held(far, "app")).isEmpty();
    assertThat(site.held("one")).containsExactly("one:READ");
  }

  @Test
  void anInstanceThatIsGoneHoldsNothingUpAndIsTold() {
    InMemoryServer far = site.far("app", "shop");
    site.operator.apply(GRANT, to("far-app", "shop:READ"));
    world.resources().removeFinalizers(world.resource(FAR_INSTANCE));
    site.operator.delete(FAR_INSTANCE);
    site.operator.apply(GRANT, to("one", "one:READ"));
    assertThat(site.held("one")).containsExactly("one:READ");
    assertThat(held(far, "app")).containsExactly("shop:READ");
    assertThat(world.events().seen())
        .anyMatch(
            event ->
                event.startsWith("RevokeFailed reading: ") && event.contains("instance is gone"));
  }

  @Test
  void aPlanThatIsOnlyShownTakesNothingFromTheOneBefore() {
    site.operator.apply(GRANT, to("one", "one:READ"));
    site.byHand("two", "one:READ"); // so that nothing has to be given
    site.operator.apply(GRANT, to("two", "one:READ"), Map.of(Keys.PLAN_ONLY, "true"));
    assertThat(site.held("one")).containsExactly("one:READ");
    assertThat(world.condition(GRANT, "Synced").reason()).isEqualTo("AwaitingApproval");
    String hash = world.status(GRANT).object("plan").text("hash", "");
    site.operator.apply(
        GRANT, to("two", "one:READ"), Map.of(Keys.PLAN_ONLY, "true", Keys.APPROVE_PLAN, hash));
    assertThat(site.held("one")).isEmpty();
  }

  @Test
  void aLoginThatOutlivesItsObjectLosesIt() {
    site.operator.apply(
        World.key(CustomKind.USER, "one"),
        Specs.user("one"),
        Map.of(Keys.DELETION_POLICY, "Retain"));
    site.operator.apply(GRANT, to("one", "one:READ"));
    site.operator.apply(GRANT, to("nobody", "one:READ"));
    site.operator.delete(World.key(CustomKind.USER, "one"));
    assertThat(world.gone(World.key(CustomKind.USER, "one"))).isTrue();
    site.operator.delete(GRANT);
    assertThat(world.gone(GRANT)).isTrue();
    assertThat(site.held("one")).isEmpty();
  }

  @Test
  void killedAnywhereOnTheWayNobodyKeepsItWhenTheObjectGoes() {
    int crashes = 0;
    for (int writes = 0; crashes == writes; writes++) {
      GrantWorld killed = new GrantWorld();
      killed.operator.apply(GRANT, to("one", "one:READ"));
      killed.world.writes().crashAfter(writes);
      try {
        killed.operator.apply(GRANT, to("two", "one:READ", "two:READ"));
      } catch (Writes.Crash e) {
        crashes++;
      }
      killed.restart();
      killed.world.resources().requestDeletion(GRANT);
      killed.operator.settle();
      assertThat(killed.world.gone(GRANT)).as("after %d writes", writes).isTrue();
      assertThat(killed.held("one")).as("after %d writes", writes).isEmpty();
      assertThat(killed.held("two")).as("after %d writes", writes).isEmpty();
    }
    assertThat(crashes).isGreaterThan(1);
  }
}
