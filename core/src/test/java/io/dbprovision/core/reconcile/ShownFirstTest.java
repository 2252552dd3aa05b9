package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody wants to see before it is done. */
class ShownFirstTest {
  private static final ResourceKey KEY = World.key(CustomKind.DATABASE, "shop");
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");
  private static final Map<String, String> PLAN_ONLY = Map.of(Keys.PLAN_ONLY, "true");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void initStatementsRunOnAnAdoptedDatabaseOnlyOnceTheyWereShown() {
    world.server().databases().put("shop", StoredObject.foreign());
    Map<String, Object> spec = scripted("mark one");
    operator.apply(KEY, spec, Map.of(Keys.ADOPT, "true"));
    assertThat(scripts()).isZero();
    Fields step = step();
    assertThat(step.text("expected", "")).matches("[0-9a-f]{64}");
    assertThat(step.text("summary")).contains("run 1 init statement in the database");
    assertThat(world.status(KEY).values().toString()).doesNotContain("mark one");
    operator.apply(KEY, spec, Map.of(Keys.ADOPT, "true", Keys.APPROVE_PLAN, hash(KEY)));
    assertThat(scripts()).isOne();
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
  }

  @Test
  void changedInitStatementsWaitUnderPlanOnly() {
    operator.apply(KEY, scripted("mark one"));
    operator.apply(KEY, scripted("mark two"), PLAN_ONLY);
    operator.later(Duration.ofDays(1));
    assertThat(scripts()).isOne();
    assertThat(step().text("actual", "")).matches("[0-9a-f]{64}");
    String hash = hash(KEY);
    operator.apply(KEY, scripted("mark three"), approved(hash));
    assertThat(scripts()).as("another text than the one that was shown").isOne();
    operator.apply(KEY, scripted("mark two"), approved(hash));
    assertThat(scripts()).isEqualTo(2);
    assertThat(world.condition(KEY, "Synced").status()).isEqualTo("True");
  }

  @Test
  void theStatementsOfANewDatabaseAreInItsPlan() {
    operator.apply(KEY, scripted("mark one"), PLAN_ONLY);
    assertThat(step().text("actual")).contains("not run");
    operator.apply(KEY, scripted("mark one"), approved(hash(KEY)));
    assertThat(scripts()).isOne();
    assertThat(world.condition(KEY, "Ready").status()).isEqualTo("True");
  }

  @Test
  void anOldLoginIsNotDroppedUnderPlanOnly() {
    Map<String, Object> spec =
        Specs.with(
            Specs.user("app"),
            Map.of(
                "passwordRotation",
                Map.of("enabled", true, "oldUserPolicy", Map.of("gracePeriod", "2h"))));
    operator.apply(USER, spec);
    world.clock().advance(Duration.ofMinutes(2));
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one", Keys.PLAN_ONLY, "true"));
    operator.later(Duration.ofHours(3));
    assertThat(world.server().users()).containsKey("app").hasSize(2);
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    operator.later(Duration.ofMinutes(1));
    assertThat(world.server().users()).doesNotContainKey("app").hasSize(1);
  }

  @Test
  void whatOnlyShowsAfterAnApprovedPlanIsShownAgain() {
    Map<String, Object> spec =
        Specs.with(Specs.user("app"), Map.of("passwordRotation", Map.of("enabled", true)));
    operator.apply(USER, spec, PLAN_ONLY);
    String first = hash(USER);
    operator.apply(USER, spec, approved(first));
    assertThat(world.server().roles()).containsKey("svc_app");
    assertThat(world.server().users()).as("its login was in no plan that was shown").isEmpty();
    assertThat(hash(USER)).isNotEqualTo(first);
    operator.apply(USER, spec, approved(hash(USER)));
    assertThat(world.server().users()).containsOnlyKeys("app");
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
  }

  @Test
  void theNextLoginKeepsItsNameUntilItsPlanIsApproved() {
    Map<String, Object> spec =
        Specs.with(
            Specs.user("app"),
            Map.of(
                "passwordRotation",
                Map.of("enabled", true, "userNaming", "{{.Username}}_{{.Timestamp}}")));
    operator.apply(USER, spec);
    world.clock().advance(Duration.ofMinutes(2));
    Map<String, String> asked = new HashMap<>(PLAN_ONLY);
    asked.put(Keys.ROTATE_PASSWORD, "one");
    operator.apply(USER, spec, asked);
    Fields plan = world.status(USER).object("plan");
    String since = world.status(USER).object("rotation").text("pendingSince").orElseThrow();
    operator.later(Duration.ofHours(30));
    assertThat(world.server().users()).containsOnlyKeys("app");
    assertThat(world.status(USER).object("plan")).isEqualTo(plan);

    asked.put(Keys.APPROVE_PLAN, hash(USER));
    operator.apply(USER, spec, asked);
    String made = "app_" + Instant.parse(since).getEpochSecond();
    assertThat(plan.values().toString()).contains("make login " + made);
    assertThat(world.server().users()).containsOnlyKeys("app", made);
    assertThat(world.status(USER).object("rotation").text("activeUser")).contains(made);
    assertThat(world.status(USER).object("rotation").has("pendingSince")).isFalse();
  }

  @Test
  void anApprovalCountsOnce() {
    operator.apply(KEY, withExtensions());
    spoil();
    operator.apply(KEY, withExtensions(), PLAN_ONLY);
    String hash = hash(KEY);
    operator.apply(KEY, withExtensions(), approved(hash));
    assertThat(attributes()).doesNotContainKey("extensions.foreign");
    spoil();
    operator.later(Duration.ofHours(1));
    assertThat(attributes()).containsKey("extensions.foreign");
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("AwaitingApproval");
    operator.apply(KEY, withExtensions(), PLAN_ONLY);
    operator.apply(KEY, withExtensions(), approved(hash));
    assertThat(attributes()).doesNotContainKey("extensions.foreign");
  }

  @Test
  void anApprovalThatIsLeftInPlaceLicensesNothingElse() {
    operator.apply(KEY, withExtensions());
    spoil();
    operator.apply(KEY, withExtensions(), PLAN_ONLY);
    String hash = hash(KEY);
    operator.apply(KEY, withExtensions(), Map.of(Keys.APPROVE_PLAN, hash));
    assertThat(attributes()).doesNotContainKey("extensions.foreign");
    spoil();
    operator.later(Duration.ofHours(1));
    assertThat(attributes()).containsKey("extensions.foreign");
    assertThat(world.condition(KEY, "Synced").reason()).isEqualTo("DriftDetected");
  }

  private static Map<String, String> approved(String hash) {
    Map<String, String> annotations = new HashMap<>(PLAN_ONLY);
    annotations.put(Keys.APPROVE_PLAN, hash);
    return annotations;
  }

  private static Map<String, Object> scripted(String statement) {
    return Specs.with(
        Specs.database("shop"), Map.of("initSQL", Map.of("inline", List.of(statement))));
  }

  private static Map<String, Object> withExtensions() {
    return Specs.with(
        Specs.database("shop"), Map.of("memory", Map.of("extensions", List.of("wanted"))));
  }

  private void spoil() {
    world
        .server()
        .databases()
        .computeIfPresent(
            "shop", (name, stored) -> stored.withAttribute("extensions.foreign", true));
  }

  private Map<String, Object> attributes() {
    return world.server().databases().getOrDefault("shop", StoredObject.foreign()).attributes();
  }

  private Fields step() {
    return world.status(KEY).object("plan").objects("changes").stream()
        .filter(change -> change.text("path", "").equals("initSQL"))
        .findFirst()
        .orElseThrow();
  }

  private String hash(ResourceKey key) {
    return world.status(key).object("plan").text("hash").orElseThrow();
  }

  private long scripts() {
    return world.server().calls(Operation.RUN_SCRIPT);
  }
}
