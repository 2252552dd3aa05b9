package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The role that logins share, and manifests that are changed or wrong about rotation. */
class ServiceRoleTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");
  private static final StoredObject FOREIGN =
      StoredObject.foreign().withComment("somebody's").withAttribute("connectionLimit", 3);

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void anotherNameTakesNobodysRoleOver() {
    world.server().roles().put("grafana", FOREIGN);
    operator.apply(USER, rotating(Map.of()));
    Map<String, Object> renamed = rotating(Map.of("serviceRole", Map.of("name", "grafana")));
    operator.apply(USER, renamed);
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("InvalidSpec");
    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.passwordRotation.serviceRole.name", "svc_app", "make it anew");
    assertThat(world.server().roles()).containsEntry("grafana", FOREIGN).containsKey("svc_app");
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().roles()).containsOnlyKeys("grafana").containsValue(FOREIGN);
  }

  @Test
  void aRoleThatWasOnlySharedIsNotOursByTheNextChangeOfTheManifest() {
    world.server().roles().put("grafana", FOREIGN);
    operator.apply(
        USER, rotating(Map.of("serviceRole", Map.of("name", "grafana", "autoCreate", false))));
    assertThat(rotation().text("serviceRole")).contains("grafana");
    operator.apply(USER, rotating(Map.of("serviceRole", Map.of("name", "grafana"))));
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("Conflict");
    operator.apply(USER, rotating(Map.of()));
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().roles()).containsEntry("grafana", FOREIGN);
  }

  @Test
  void switchedOffByTakingTheBlockAwayItStaysTheSameRole() {
    operator.apply(USER, rotating(Map.of("serviceRole", Map.of("name", "shop_service"))));
    operator.apply(USER, Specs.user("app"));
    assertThat(world.server().roles()).containsOnlyKeys("shop_service");
    assertThat(rotation().text("serviceRole")).contains("shop_service");
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    operator.delete(USER);
    assertThat(world.server().roles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "schedule, nonsense, false",
    "schedule, nonsense, true",
    "maxAge, soon, false",
    "maxAge, soon, true"
  })
  void aUserWhoseRotationCannotBeReadCanBeDeleted(String field, String value, boolean forced) {
    operator.apply(
        USER,
        rotating(Map.of(field, value)),
        forced ? Map.of(Keys.FORCE_DELETE, "true") : Map.of());
    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.passwordRotation." + field);
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
  }

  @Test
  void oneThatTookTurnsBeforeGoesWithAllThatIsItsOwn() {
    operator.apply(USER, rotating(Map.of("schedule", "0 3 * * *")));
    operator.later(Duration.ofDays(1).plusMinutes(2));
    assertThat(world.server().users()).hasSize(2);
    operator.apply(
        USER,
        rotating(
            Map.of("schedule", "nonsense", "oldUserPolicy", Map.of("gracePeriod", "for ever"))));
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
    assertThat(world.server().roles()).isEmpty();
  }

  @Test
  void oneWrongScheduleDoesNotStopTheSearchOfTheServer() {
    operator.apply(USER, rotating(Map.of("schedule", "nonsense")));
    world.server().users().put("legacy", StoredObject.foreign());
    world.applyInstance(Map.of("discovery", Map.of("enabled", true)), Map.of());
    operator.later(Duration.ofHours(1));
    assertThat(world.condition(World.INSTANCE, "Synced").status()).isEqualTo("True");
    assertThat(world.status(World.INSTANCE).object("discoveredResources").objects("users"))
        .extracting(found -> found.text("name", ""))
        .contains("legacy");
  }

  private Fields rotation() {
    return world.status(USER).object("rotation");
  }

  private static Map<String, Object> rotating(Map<String, Object> more) {
    Map<String, Object> rotation = new HashMap<>(more);
    rotation.put("enabled", true);
    return Specs.with(Specs.user("app"), Map.of("passwordRotation", rotation));
  }
}
