package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login with rights of its own begins to take turns, and what its manifest may say of that. */
class TurnBeginningTest extends TurnScene {
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");
  private static final Map<String, Object> OWNED =
      Specs.with(Specs.database("shop"), Map.of("owner", "app"));

  @Test
  void theDatabaseOfTheLoginBecomesTheRolesAndStaysItsWhenTheLoginGoes() {
    operator.apply(USER, Specs.user("app"));
    operator.apply(DATABASE, OWNED);
    assertThat(ownerOnServer()).isEqualTo("app");
    SecretText before = password();
    operator.apply(USER, rotating(Map.of()));
    assertThat(ownerOnServer()).isEqualTo("svc_app");
    assertThat(password()).isEqualTo(before);
    assertThat(works()).isTrue();
    turn("one");
    operator.later(THE_REST_OF_IT);
    operator.later(Duration.ofHours(9));
    assertThat(world.server().users()).doesNotContainKey("app");
    assertThat(ownerOnServer()).isEqualTo("svc_app");
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
    assertThat(world.status(DATABASE).object("drift").flag("detected", true)).isFalse();
  }

  @Test
  void fromDayOneTheRoleOwnsWhatIsMadeForTheLogin() {
    operator.apply(USER, rotating(Map.of()));
    operator.apply(DATABASE, OWNED);
    assertThat(ownerOnServer()).isEqualTo("svc_app");
    assertThat(world.condition(DATABASE, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aRoleThatIsNotOursToMakeTakesNothingOverSoNothingIsBegun() {
    world.server().roles().put("grafana", StoredObject.foreign());
    operator.apply(USER, Specs.user("app"));
    operator.apply(DATABASE, OWNED);
    Map<String, Object> shared =
        rotating(Map.of("serviceRole", Map.of("name", "grafana", "autoCreate", false)));
    operator.apply(USER, shared);
    World.Condition synced = world.condition(USER, "Synced");
    assertThat(synced.reason()).isEqualTo("Conflict");
    assertThat(synced.message())
        .contains("spec.passwordRotation.serviceRole.autoCreate", "database shop", "app", "first");
    assertThat(ownerOnServer()).isEqualTo("app");
    assertThat(stored(world.server().users().get("app")).attributes()).isEmpty();
    assertThat(works()).isTrue();
    world.server().databases().computeIfPresent("shop", (_, is) -> is.withAttribute("owner", "x"));
    operator.later(Duration.ofHours(1));
    assertThat(rotation("serviceRole")).isEqualTo("grafana");
  }

  @Test
  void theRoleCannotHaveTheNameOfTheLoginInUse() {
    operator.apply(USER, Specs.user("app"));
    operator.apply(USER, rotating(Map.of("serviceRole", Map.of("name", "app"))));
    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.passwordRotation.serviceRole.name", "choose another name");
    assertThat(works()).isTrue();
  }

  @Test
  void whoNamesTheLoginHasToNameTheRoleFirst() {
    ResourceKey member = World.key(CustomKind.USER, "bob");
    operator.apply(USER, Specs.user("app"));
    operator.apply(DATABASE, OWNED);
    operator.apply(member, Specs.with(Specs.user("bob"), Map.of("roles", List.of("app"))));
    assertThat(world.condition(member, "Ready").status()).isEqualTo("True");
    operator.apply(USER, rotating(Map.of()));
    World.Condition synced = world.condition(USER, "Synced");
    assertThat(synced.reason()).isEqualTo("Conflict");
    assertThat(synced.message())
        .contains("spec.passwordRotation.enabled", "DatabaseUser default/bob", "\"svc_app\" there")
        .doesNotContain("default/shop");
    assertThat(world.server().roles()).isEmpty();
    assertThat(works()).isTrue();
    operator.apply(member, Specs.with(Specs.user("bob"), Map.of("roles", List.of("svc_app"))));
    assertThat(world.condition(member, "Synced").reason()).isEqualTo("DependencyNotReady");
    operator.later(Duration.ofMinutes(2));
    assertThat(rotation("serviceRole")).isEqualTo("svc_app");
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(member, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aStrangersManifestThatWasNeverLetThroughIsNotInTheWay() {
    operator.apply(USER, Specs.user("app"));
    ResourceKey stranger = new ResourceKey(CustomKind.ROLE, "elsewhere", "greedy");
    Map<String, Object> there = Map.of("name", World.INSTANCE.name(), "namespace", "default");
    Map<String, Object> greedy =
        Map.of(
            "instanceRef",
            there,
            "roleName",
            "greedy",
            "memory",
            Map.of("roles", List.of("app", "never-there")));
    operator.apply(stranger, greedy);
    assertThat(world.condition(stranger, "Ready").status()).isEqualTo("False");
    operator.apply(USER, rotating(Map.of()));
    assertThat(rotation("serviceRole")).isEqualTo("svc_app");
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
  }

  @Test
  void whereverTheOperatorEndsInTheSwitchTheNextOneBringsItToItsEnd() {
    boolean between = false;
    for (int writes = 0; endedInTheSwitch(writes); writes++) {
      String login = "app" + writes;
      between |= world.server().roles().containsKey("svc_" + login);
      restart();
      assertThat(roleOf(login)).as("after %d writes", writes).isEqualTo("svc_" + login);
      assertThat(world.condition(user(login), "Ready").status()).isEqualTo("True");
      assertThat(world.condition(database(login), "Synced").status()).isEqualTo("True");
      assertThat(stored(world.server().databases().get("of_" + login)).attributes())
          .containsEntry("owner", "svc_" + login);
      Secret secret = world.secrets().get("default", login + "-credentials").orElseThrow();
      assertThat(world.server().login(login, secret.text("password").orElseThrow())).isTrue();
    }
    assertThat(between).as("one of the ends was between the server and the status").isTrue();
  }

  @Test
  void aRoleThatIsNotInTheStatusYetKeepsTheLoginFromGoingAsLongAsItOwnsSomething() {
    int writes = 0;
    while (endedInTheSwitch(writes) && !world.server().roles().containsKey("svc_app" + writes)) {
      restart();
      writes++;
    }
    String login = "app" + writes;
    assertThat(roleOf(login)).isEmpty();
    operator.kill();
    operator = new TestOperator(world);
    operator.delete(user(login));
    assertThat(world.server().users()).containsKey(login);
    assertThat(world.server().roles()).containsKey("svc_" + login);
    assertThat(world.condition(user(login), "Ready").message())
        .contains("svc_" + login + " still owns");
  }

  /** A user of its own for each number of writes; false when it came to the end in so many. */
  private boolean endedInTheSwitch(int writes) {
    String login = "app" + writes;
    Map<String, Object> spec = Specs.user(login);
    operator.apply(user(login), spec);
    operator.apply(
        database(login), Specs.with(Specs.database("of_" + login), Map.of("owner", login)));
    world.writes().crashAfter(writes);
    Map<String, Object> turns = Map.of("passwordRotation", Map.of("enabled", true));
    crash(() -> operator.apply(user(login), Specs.with(spec, turns)));
    world.writes().calm();
    return roleOf(login).isEmpty();
  }

  private String roleOf(String login) {
    return world.status(user(login)).object("rotation").text("serviceRole", "");
  }

  private static ResourceKey user(String login) {
    return World.key(CustomKind.USER, login);
  }

  private static ResourceKey database(String login) {
    return World.key(CustomKind.DATABASE, "of-" + login);
  }

  @Test
  void aNameTooLongForTheRoleIsToldWithTheFieldAndTheLongestThatFits() {
    String longest = "a".repeat(63);
    operator.apply(USER, Specs.with(rotating(Map.of()), Map.of("username", longest)));
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("InvalidSpec");
    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.username", "63 bytes", "Shorten it to 59", "serviceRole.name");
    assertThat(world.server().users()).isEmpty();
    operator.apply(
        USER,
        Specs.with(
            rotating(Map.of("serviceRole", Map.of("name", "shop"))), Map.of("username", longest)));
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aGraceThatIsTooShortIsSaidToBeAMinute() {
    operator.apply(USER, rotating(Map.of("oldUserPolicy", Map.of("gracePeriod", "5s"))));
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(USER, "Synced").message())
        .contains("spec.passwordRotation.oldUserPolicy.gracePeriod", "5s", "1m");
    operator.apply(USER, rotating(Map.of("oldUserPolicy", Map.of("gracePeriod", "1m"))));
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"role-inheritance", "single-login"})
  void aRotationThatWaitsSaysUntilWhenAndIsDoneThenThoughTheOperatorStartsAnew(String strategy) {
    Map<String, Object> spec = rotating(Map.of("strategy", strategy));
    operator.apply(USER, spec);
    world.clock().advance(TWO_MINUTES);
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    SecretText second = password();
    String until = world.clock().instant().plus(Duration.ofMinutes(1)).toString();
    operator.later(Duration.ofSeconds(20));
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "two"));
    World.Condition waits = world.condition(USER, "PasswordRotated");
    assertThat(waits.status()).isEqualTo("False");
    assertThat(waits.reason()).isEqualTo("RotationWaits");
    assertThat(waits.message()).contains(until, "less than a minute");
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    restart();
    assertThat(password()).isEqualTo(second);
    operator.later(Duration.ofSeconds(45));
    assertThat(password()).isNotEqualTo(second);
    assertThat(world.condition(USER, "PasswordRotated").status()).isEqualTo("True");
  }

  private String ownerOnServer() {
    return String.valueOf(stored(world.server().databases().get("shop")).attributes().get("owner"));
  }

  private static StoredObject stored(@Nullable StoredObject found) {
    return Objects.requireNonNull(found, "it is not there");
  }
}
