package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.World.Condition;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A namespace is on its way out: nothing is made in it any more, and what goes is seen to go. */
class NamespaceEndTest extends TurnScene {
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");
  private static final ResourceKey ELSEWHERE = new ResourceKey(CustomKind.DATABASE, "team", "shop");
  private static final Duration A_WHILE = Duration.ofMinutes(2);

  @Test
  void secretsThatGoBeforeTheirUserAreNotMadeAgain() {
    operator.apply(USER, rotating(Map.of()));
    world.namespaces().terminate("default");
    world.secrets().remove(READERS);
    world.secrets().remove(KEEPER);
    operator.later(A_WHILE);
    assertThat(world.secrets().names()).doesNotContain(READERS, KEEPER);
    assertThat(world.server().users()).containsOnlyKeys("app");

    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
    assertThat(world.server().roles()).isEmpty();
  }

  @Test
  void theSecretOfALoginIsNotMadeAgainEither() {
    operator.apply(USER, Specs.user("app"));
    world.namespaces().terminate("default");
    world.secrets().remove(READERS);
    operator.later(A_WHILE);
    assertThat(world.secrets().names()).doesNotContain(READERS);
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
  }

  @Test
  void aSecretThatIsToBeMadeInAnotherNamespaceOnItsWayOutIsSaidToWait() {
    world.namespaces().annotate("other", Keys.ALLOW_FROM, "default");
    world.secrets().terminating.add("other");
    operator.apply(
        USER,
        Specs.with(
            Specs.user("app"), Map.of("passwordSecret", Map.of("secretNamespace", "other"))));
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("DependencyNotReady");
    assertThat(world.condition(USER, "Synced").message()).contains("other is being terminated");
    assertThat(world.status(USER).text("phase")).contains("Pending");
  }

  @Test
  void whatTheServerKeepsBusyIsShownToBeGoingFromTheStart() {
    operator.apply(DATABASE, unprotected());
    operator.settle();
    StringBuilder phase = new StringBuilder();
    world
        .server()
        .intercept(
            operation -> {
              if (operation == Operation.APPLY) {
                phase.append(world.status(DATABASE).text("phase", ""));
              }
            });
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(phase.toString()).isEqualTo("Deleting");
  }

  @Test
  void anOwnerWaitsForWhatIsDeletedWithItAndSaysSo() {
    ownerOf(DATABASE);
    world.server().connect("shop");
    world.namespaces().terminate("default");
    operator.delete(USER);
    operator.delete(DATABASE);
    operator.later(Duration.ofSeconds(5));
    assertThat(world.status(USER).text("phase")).contains("Deleting");
    assertThat(world.condition(USER, "Ready"))
        .isEqualTo(
            new Condition(
                "False",
                "Deleting",
                "it still owns something on the server, and waits for Database default/shop, which goes, too"));
    assertThat(world.condition(DATABASE, "Ready").reason()).isEqualTo("DeleteFailed");
    world.server().disconnect("shop");
    operator.later(A_WHILE);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(world.server().users()).isEmpty();
  }

  /** Their databases are protected: neither of them can ever be dropped. */
  @Test
  void ownersOfWhatStaysDoNotWaitForEachOther() {
    ResourceKey role = World.key(CustomKind.ROLE, "owners");
    ResourceKey theirs = World.key(CustomKind.DATABASE, "ledger");
    operator.apply(USER, rotating(Map.of()));
    operator.apply(role, Specs.role("owners"));
    operator.apply(DATABASE, Specs.with(Specs.database("shop"), Map.of("owner", "svc_app")));
    operator.apply(theirs, Specs.with(Specs.database("ledger"), Map.of("owner", "owners")));
    operator.later(A_WHILE);
    assertThat(world.server().databases()).containsOnlyKeys("shop", "ledger");
    world.namespaces().terminate("default");
    List<ResourceKey> all = List.of(USER, role, DATABASE, theirs);
    all.forEach(operator::delete);
    operator.later(A_WHILE);
    assertThat(all).allSatisfy(key -> assertThat(world.gone(key)).as(key.toString()).isTrue());
    assertThat(world.server().databases()).containsOnlyKeys("shop", "ledger");
    assertThat(world.server().roles()).containsOnlyKeys("svc_app", "owners");
  }

  @Test
  void aDeletionThatIsStuckElsewhereHoldsNoNamespace() {
    world.applyInstance(Map.of(), Map.of(Keys.ALLOW_FROM, "team"));
    ownerOf(ELSEWHERE);
    world.server().connect("shop");
    world.namespaces().terminate("default");
    operator.delete(ELSEWHERE);
    operator.delete(USER);
    operator.later(A_WHILE);
    assertThat(world.gone(ELSEWHERE)).isFalse();
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).containsOnlyKeys("app");
  }

  @Test
  void whatTheOperatorMayNotRemoveIsLeftBehindInANamespaceThatGoes() {
    operator.apply(DATABASE, unprotected());
    world.server().fail(Operation.APPLY, ErrorKind.PERMISSION);
    operator.delete(DATABASE);
    assertThat(world.condition(DATABASE, "Ready").reason()).isEqualTo("DeleteFailed");
    world.namespaces().terminate("default");
    operator.later(A_WHILE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(world.server().databases()).containsOnlyKeys("shop");
    assertThat(world.events().seen())
        .anyMatch(event -> event.startsWith("LeftBehind shop: shop stays on the server"));
  }

  @Test
  void whatTheApiServerRefusesOnTheWayIsInTheStatus() {
    operator.apply(USER, Specs.user("app"));
    world.secrets().forbidden.add(READERS);
    operator.delete(USER);
    assertThat(world.condition(USER, "Ready"))
        .isEqualTo(
            new Condition(
                "False",
                "DeleteFailed",
                "the API server did not take a write: may not delete Secret default/app-credentials"));
    assertThat(world.status(USER).text("phase")).contains("Deleting");
    assertThat(world.events().seen()).anyMatch(event -> event.startsWith("DeleteFailed app: the"));
    world.secrets().forbidden.clear();
    operator.later(A_WHILE);
    assertThat(world.gone(USER)).isTrue();
  }

  private void ownerOf(ResourceKey database) {
    operator.apply(USER, Specs.user("app"));
    operator.apply(
        database,
        Specs.with(
            unprotected(),
            Map.of("owner", "app", "instanceRef", Map.of("name", "main", "namespace", "default"))));
    assertThat(world.server().databases()).containsOnlyKeys("shop");
  }

  private static Map<String, Object> unprotected() {
    return Specs.with(Specs.database("shop"), Map.of("deletionProtection", false));
  }
}
