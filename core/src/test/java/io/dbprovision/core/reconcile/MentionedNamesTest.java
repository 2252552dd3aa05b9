package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An engine may call its fields what it likes: who waits for what they name is woken. */
class MentionedNamesTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");
  private static final ResourceKey ROLE = World.key(CustomKind.ROLE, "readers");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void aGrantIsGivenAtOnceWhenTheDatabaseOfItsEntryIsThere() {
    operator.apply(USER, Specs.user("app"));
    operator.apply(GrantWorld.GRANT, GrantWorld.to("app", "shop:READ"));
    assertThat(world.condition(GrantWorld.GRANT, "Synced").reason())
        .isEqualTo("DependencyNotReady");

    operator.apply(World.key(CustomKind.DATABASE, "shop"), Specs.database("shop"));

    assertThat(GrantWorld.held(world.server(), "app")).containsExactly("shop:READ");
    assertThat(world.condition(GrantWorld.GRANT, "Synced").status()).isEqualTo("True");
  }

  @Test
  void aRolesOwnEntriesAreGivenAtOnceToo() {
    operator.apply(
        ROLE,
        Map.of(
            "instanceRef", Map.of("name", "main"),
            "roleName", "readers",
            "memory",
                Map.of("grants", List.of(Map.of("on", "shop", "privileges", List.of("READ"))))));
    assertThat(world.condition(ROLE, "Synced").status()).isEqualTo("False");

    operator.apply(World.key(CustomKind.DATABASE, "shop"), Specs.database("shop"));

    assertThat(world.condition(ROLE, "Synced").status()).isEqualTo("True");
  }

  @Test
  void aUserIsMadeAtOnceWhenTheRoleOfItsOwnFieldIsThere() {
    operator.apply(USER, Specs.with(Specs.user("app"), Map.of("roles", List.of("readers"))));
    assertThat(world.server().users()).isEmpty();

    operator.apply(ROLE, Map.of("instanceRef", Map.of("name", "main"), "roleName", "readers"));

    assertThat(world.server().users()).containsOnlyKeys("app");
  }
}
