package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An instance that is to be deleted and cannot yet: its server is looked after all the same. */
class BlockedInstanceTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");
  private static final Duration A_WHILE = Duration.ofSeconds(30);

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void itSaysHowItsServerDoesAndWhatBlocksIt() {
    world.applyInstance(Map.of("deletionProtection", false), Map.of());
    operator.apply(USER, Specs.user("app"));
    operator.delete(World.INSTANCE);
    assertBlocked("DependenciesExist", "True");

    world.server().failAll(ErrorKind.UNREACHABLE);
    operator.later(A_WHILE);
    assertBlocked("DependenciesExist", "False");
    assertThat(world.condition(World.INSTANCE, "Healthy").message()).startsWith("Unreachable: ");
    assertThat(world.events().seen()).anyMatch(event -> event.startsWith("ConnectionFailed main:"));

    world.recover();
    operator.later(A_WHILE);
    assertBlocked("DependenciesExist", "True");

    operator.delete(USER);
    operator.later(A_WHILE);
    assertThat(world.gone(World.INSTANCE)).isTrue();
  }

  @Test
  void soDoesOneThatIsProtected() {
    operator.settle();
    operator.delete(World.INSTANCE);
    world.server().failAll(ErrorKind.UNREACHABLE);
    operator.later(A_WHILE);
    assertBlocked("DeletionProtected", "False");
  }

  @Test
  void onceItIsSaidNothingIsWritten() {
    operator.settle();
    operator.delete(World.INSTANCE);
    int writes = world.writes().count();
    operator.later(Duration.ofMinutes(10));
    assertThat(world.writes().count()).isEqualTo(writes);
  }

  @Test
  void theConsentTellsOfGrantsThatGoWithTheRest() {
    operator.apply(USER, Specs.user("app"));
    operator.apply(World.key(CustomKind.DATABASE, "shop"), Specs.database("shop"));
    operator.apply(
        World.key(CustomKind.GRANT, "given"),
        Specs.with(
            GrantWorld.to("app", "shop:READ"), Map.of("databaseRef", Map.of("name", "shop"))));
    world.applyInstance(Map.of(), Map.of(Keys.FORCE_DELETE, "true"));
    operator.delete(World.INSTANCE);
    assertThat(world.condition(World.INSTANCE, "Ready").message())
        .startsWith(
            "2 dependent objects (1 Database, 1 DatabaseUser) will be deleted with it, and with"
                + " these 1 DatabaseGrant; to agree, annotate it with ");
    assertThat(world.status(World.INSTANCE).object("deletionConfirmation").texts("children"))
        .isEqualTo(List.of("Database/shop", "DatabaseUser/app"));
  }

  private void assertBlocked(String reason, String healthy) {
    assertThat(world.condition(World.INSTANCE, "Ready").status()).isEqualTo("False");
    assertThat(world.condition(World.INSTANCE, "Ready").reason()).isEqualTo(reason);
    assertThat(world.condition(World.INSTANCE, "Connected").status()).isEqualTo(healthy);
    assertThat(world.condition(World.INSTANCE, "Healthy").status()).isEqualTo(healthy);
  }
}
