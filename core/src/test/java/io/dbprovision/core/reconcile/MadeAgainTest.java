package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes with a server object that somebody dropped, and comes again with it. */
class MadeAgainTest {
  private static final ResourceKey KEY = World.key(CustomKind.DATABASE, "shop");
  private static final ResourceKey ROLE = World.key(CustomKind.ROLE, "readers");
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");

  private final World world = World.withInstance();
  private TestOperator operator = new TestOperator(world);

  @Test
  void aDatabaseThatIsMadeAgainGetsItsStatementsAgain() {
    operator.apply(KEY, scripted());
    world.server().databases().remove("shop");
    operator.later(Duration.ofSeconds(61));
    assertThat(database()).containsKey("mark.one");
    assertThat(world.status(KEY).object("initSQL").flag("applied", false)).isTrue();
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aKillInBetweenForgetsThemNot(int writes) {
    // a kill after they ran has them run again: the second time they fail
    operator.apply(
        KEY,
        Specs.with(
            scripted(),
            Map.of("initSQL", Map.of("inline", List.of("mark one"), "failurePolicy", "Continue"))));
    world.server().databases().remove("shop");
    world.writes().crashAfter(writes);
    try {
      operator.later(Duration.ofSeconds(61));
    } catch (Writes.Crash e) {
      assertThat(e).isNotNull();
    }
    operator.kill();
    world.writes().calm();
    operator = new TestOperator(world);
    operator.later(Duration.ofMinutes(2));
    assertThat(database()).containsKey("mark.one");
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aDatabaseOfAnotherNameGetsThemToo() {
    operator.apply(KEY, scripted());
    operator.apply(KEY, Specs.with(scripted(), Map.of("name", "other")));
    assertThat(Objects.requireNonNull(world.server().databases().get("other")).attributes())
        .containsKey("mark.one");
  }

  @Test
  void aRolesOwnGrantsAreGivenAgainInADatabaseThatIsMadeAgain() {
    operator.apply(KEY, Specs.database("shop"));
    operator.apply(
        ROLE,
        Map.of(
            "instanceRef",
            Map.of("name", World.INSTANCE.name()),
            "roleName",
            "readers",
            "memory",
            Map.of("grants", List.of(Map.of("on", "shop", "privileges", List.of("READ")))),
            // whatever block it stands in, it is the name of a database
            "other",
            Map.of("database", "shop")));
    assertThat(role()).containsKey("grants.shop:READ");
    world.clock().advance(Duration.ofMinutes(1));
    world.server().databases().remove("shop");
    world
        .server()
        .roles()
        .computeIfPresent("readers", (n, stored) -> stored.withAttribute("grants.shop:READ", null));
    operator.later(Duration.ofSeconds(61));
    assertThat(world.server().databases()).containsKey("shop");
    assertThat(role()).containsKey("grants.shop:READ");
  }

  @Test
  void aReadyDatabaseStaysReadyWhenTheSourceOfItsStatementsGoes() {
    world.secrets().put("init", Map.of("sql", "mark one"));
    Map<String, Object> spec =
        Specs.with(
            Specs.database("shop"),
            Map.of(
                "memory",
                Map.of("connectionLimit", 5),
                "initSQL",
                Map.of("secretRef", Map.of("name", "init", "key", "sql"))));
    operator.apply(KEY, spec);
    world.secrets().remove("init");
    operator.reconcile(KEY);
    world
        .server()
        .databases()
        .computeIfPresent("shop", (n, stored) -> stored.withAttribute("connectionLimit", 99));
    operator.later(Duration.ofMinutes(12));
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DriftDetected");
    assertThat(world.status(KEY).object("initSQL").flag("applied", false)).isTrue();
    assertThat(world.events().seen()).anyMatch(e -> e.startsWith("InitSQLSourceMissing shop: "));
    operator.apply(
        KEY,
        Specs.with(
            spec, Map.of("initSQL", Map.of("secretRef", Map.of("name", "other", "key", "sql")))));
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DependencyNotReady");
  }

  @Test
  void anOldLoginThatCannotBeDroppedIsNoFailureOfTheUser() {
    Map<String, Object> spec =
        Specs.with(
            Specs.user("app"),
            Map.of(
                "passwordRotation",
                Map.of("enabled", true, "oldUserPolicy", Map.of("gracePeriod", "2h"))));
    operator.apply(USER, spec);
    world.clock().advance(Duration.ofMinutes(2));
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    world
        .server()
        .intercept(
            operation -> {
              if (operation == Operation.REMOVAL) {
                throw EngineException.of(ErrorKind.PERMISSION, "not yours to drop");
              }
            });
    operator.later(Duration.ofHours(3));
    Fields entry = world.status(USER).object("rotation").objects("pendingDeletion").getFirst();
    assertThat(entry.text("status")).contains("blocked");
    assertThat(entry.text("blockedReason", "")).contains("not yours to drop");
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("PermissionDenied");
    world.recover();
    operator.later(Duration.ofMinutes(10));
    assertThat(world.server().users()).hasSize(1);
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
  }

  @Test
  void rotationsThatCannotBeAreSaid() {
    Map<String, Object> rotation = Map.of("enabled", true, "schedule", "nonsense");
    operator.apply(USER, Specs.with(Specs.user("app"), Map.of("passwordRotation", rotation)));
    assertThat(world.events().seen()).anyMatch(e -> e.startsWith("InvalidRotationSchedule app: "));
    Map<String, Object> daily = Map.of("enabled", true, "schedule", "0 3 * * *");
    operator.apply(USER, Specs.with(Specs.user("app"), Map.of("passwordRotation", daily)));
    world.server().fail(Operation.APPLY, ErrorKind.PERMISSION);
    operator.later(Duration.ofDays(1));
    assertThat(world.events().seen()).anyMatch(e -> e.startsWith("RotationFailed app: "));
  }

  private static Map<String, Object> scripted() {
    return Specs.with(
        Specs.database("shop"), Map.of("initSQL", Map.of("inline", List.of("mark one"))));
  }

  private Map<String, Object> database() {
    return Objects.requireNonNull(world.server().databases().get("shop")).attributes();
  }

  private Map<String, Object> role() {
    return Objects.requireNonNull(world.server().roles().get("readers")).attributes();
  }
}
