package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever may write Secrets in a namespace writes into the operator's own one. */
class ForgedTurnTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");
  private static final String KEEPER = "app-dbops-login";
  private static final StoredObject THEIRS =
      StoredObject.foreign().withPassword(SecretText.of("theirs"));

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @BeforeEach
  void someLoginsTakeTurnsAndOneIsSomebodyElses() {
    operator.apply(
        USER,
        Specs.with(
            Specs.user("app"),
            Map.of(
                "passwordRotation",
                Map.of("enabled", true, "oldUserPolicy", Map.of("gracePeriod", "5m")))));
    world.server().users().put("grafana", THEIRS);
  }

  @Test
  void aLoginThatTheSecretNamesIsNotTakenOver() {
    world.secrets().edit(KEEPER, Map.of("username", "grafana", "password", "mine"));
    operator.settle();
    operator.later(World.DRIFT_INTERVAL.multipliedBy(2));
    assertThat(world.server().users()).containsEntry("grafana", THEIRS);
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("Conflict");
    operator.delete(USER);
    assertThat(world.server().users()).containsEntry("grafana", THEIRS);
  }

  @Test
  void aLoginThatTheSecretCallsReplacedIsNotDropped() {
    world
        .secrets()
        .edit(
            KEEPER,
            Map.of(
                "username",
                "grafana",
                "password",
                "x",
                "next-username",
                "app_2",
                "next-password",
                "y"));
    operator.settle();
    assertThat(world.status(USER).object("rotation").text("activeUser")).contains("app_2");
    operator.later(Duration.ofHours(1));
    assertThat(world.status(USER).object("rotation").has("pendingDeletion")).isFalse();
    assertThat(world.server().users()).containsEntry("grafana", THEIRS);
    operator.delete(USER);
    assertThat(world.server().users()).containsEntry("grafana", THEIRS);
  }
}
