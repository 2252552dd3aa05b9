package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads that use a rotated Secret roll out, on request. */
class WorkloadRestartsTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");
  private static final Duration AN_HOUR = Duration.ofMinutes(60);
  private static final Map<String, Object> ASKED = Map.of("restartWorkloads", true);

  private final World world = World.withInstance();
  private TestOperator operator = new TestOperator(world);

  WorkloadRestartsTest() {
    world.workloads().put("deployment/web", "app-credentials");
    world.workloads().put("deployment/other", "admin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"role-inheritance", "single-login"})
  void eachRotationRestartsTheUsersOfItsSecretOnce(String strategy) {
    Map<String, Object> rotation = new HashMap<>(ASKED);
    rotation.put("strategy", strategy);
    operator.apply(USER, hourly(rotation));
    assertThat(rollouts()).as("the first credentials replace none").isZero();
    operator.later(AN_HOUR.plusMinutes(1));
    assertThat(rollouts()).isEqualTo(1);
    operator.later(AN_HOUR.multipliedBy(3));
    assertThat(rollouts()).isEqualTo(4);
    assertThat(world.workloads().rollouts("deployment/other")).isZero();
    assertThat(world.events().seen()).anyMatch(e -> e.startsWith("WorkloadsRestarted app"));
  }

  @Test
  void nobodyIsRestartedUnasked() {
    operator.apply(USER, hourly(Map.of()));
    operator.later(AN_HOUR.multipliedBy(3));
    assertThat(rollouts()).isZero();
    operator.apply(USER, hourly(ASKED));
    assertThat(rollouts()).as("for a rotation before it was asked for").isZero();
    operator.later(AN_HOUR);
    assertThat(rollouts()).isEqualTo(1);
  }

  @Test
  void withoutTheRightsTheLoginTurnsAndAConditionNamesThem() {
    operator.apply(USER, hourly(ASKED));
    world.workloads().forbid(true);
    operator.later(AN_HOUR);
    assertThat(world.status(USER).object("rotation").text("activeUser", "")).startsWith("app_");
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    World.Condition synced = world.condition(USER, "Synced");
    assertThat(synced.reason()).isEqualTo("PermissionDenied");
    assertThat(synced.message())
        .contains("list and patch on deployments, statefulsets and daemonsets")
        .contains("spec.passwordRotation.restartWorkloads");
    world.workloads().forbid(false);
    operator.later(Duration.ofMinutes(1));
    assertThat(rollouts()).as("once the rights are there").isEqualTo(1);
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
  }

  @Test
  void workloadsOfAnotherNamespaceAreLeftAloneThoughItTakesTheSecret() {
    world.namespaces().annotate("team", Keys.ALLOW_FROM, "default");
    world.workloads().put("team", "deployment/theirs", "app-credentials");
    operator.apply(
        USER,
        Specs.with(hourly(ASKED), Map.of("passwordSecret", Map.of("secretNamespace", "team"))));
    operator.later(AN_HOUR.multipliedBy(2));
    assertThat(world.status(USER).object("rotation").text("activeUser", "")).startsWith("app_");
    assertThat(world.workloads().rollouts("deployment/theirs")).isZero();
    assertThat(rollouts()).as("of a namesake in its own").isZero();
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.passwordRotation.restartWorkloads: has no effect", "in namespace team");

    operator.apply(USER, hourly(ASKED));
    operator.later(AN_HOUR);
    assertThat(rollouts()).as("once the Secret is in its own").isEqualTo(1);
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void aKillNeitherForgetsARestartNorRepeatsIt(int writes) {
    operator.apply(USER, hourly(ASKED));
    world.writes().crashAfter(writes);
    try {
      operator.later(AN_HOUR.plusMinutes(1));
    } catch (Writes.Crash e) {
      assertThat(e).isNotNull();
    }
    operator.kill();
    world.writes().calm();
    operator = new TestOperator(world);
    operator.later(Duration.ofMinutes(2));
    assertThat(rollouts()).isEqualTo(1);
  }

  @Test
  void theAnnotationFitsHoweverLongTheNameOfTheSecretIs() {
    assertThat(WorkloadRestarts.annotation("app")).isEqualTo("dbops.dbprovision.io/rotated-app");
    String one = WorkloadRestarts.annotation("x".repeat(200) + "1");
    assertThat(one).hasSize("dbops.dbprovision.io/".length() + 63);
    assertThat(one).isNotEqualTo(WorkloadRestarts.annotation("x".repeat(200) + "2"));
  }

  private int rollouts() {
    return world.workloads().rollouts("deployment/web");
  }

  private static Map<String, Object> hourly(Map<String, Object> more) {
    Map<String, Object> rotation = new HashMap<>(more);
    rotation.put("enabled", true);
    rotation.put("schedule", "0 * * * *");
    return Specs.with(Specs.user("app"), Map.of("passwordRotation", rotation));
  }
}
