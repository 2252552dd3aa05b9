package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is on a server and kept by nobody. */
class DiscoveryTest {
  private static final Duration INTERVAL = Duration.ofMinutes(30);
  private static final Map<String, Object> ENABLED =
      Map.of("discovery", Map.of("enabled", true, "interval", "30m"));
  private static final StoredObject FOREIGN = StoredObject.foreign().withComment("by hand");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void noServerIsSearchedUnasked() {
    world.server().databases().put("old", FOREIGN);
    operator.later(INTERVAL.multipliedBy(3));
    assertThat(world.server().calls(Operation.FIND)).isZero();
    assertThat(world.status(World.INSTANCE).has("discoveredResources")).isFalse();
  }

  @Test
  void whatNobodyKeepsIsListedWithTheTimeItWasFirstSeen() {
    operator.apply(World.key(CustomKind.DATABASE, "shop"), Specs.database("shop"));
    operator.apply(World.key(CustomKind.USER, "shop"), Specs.user("shop"));
    world.server().databases().put("old", FOREIGN);
    world.server().users().put("old_app", FOREIGN);
    world.server().roles().put("old_readers", FOREIGN);
    search(Map.of());
    String first = found("databases").getFirst().text("discovered", "");
    world.server().databases().put("older", FOREIGN);

    operator.later(INTERVAL.plusMinutes(1));

    assertThat(names("databases")).containsExactly("old", "older");
    assertThat(names("users")).containsExactly("old_app");
    assertThat(names("roles")).containsExactly("old_readers");
    assertThat(found("databases").getFirst().text("discovered")).contains(first);
    assertThat(world.condition(World.INSTANCE, "Synced").status()).isEqualTo("True");
  }

  @Test
  void whatIsSomebodysIsNotListed() {
    ResourceKey elsewhere = new ResourceKey(CustomKind.DATABASE, "team-b", "theirs");
    world
        .resources()
        .put(
            elsewhere,
            Map.of("instanceRef", Map.of("name", "main", "namespace", "default"), "name", "theirs"),
            Map.of());
    world.server().databases().put("theirs", FOREIGN);
    String uid = world.resource(elsewhere).metadata().uid();
    world.server().databases().put("recorded", owned("cluster", "team-b", "theirs", uid));
    world.server().databases().put("far", owned("another-cluster", "x", "x", "x"));
    world.server().databases().put("orphan", owned("cluster", "team-b", "gone", "uid-gone"));

    search(Map.of());

    assertThat(names("databases")).containsExactly("orphan");
  }

  @Test
  void anObjectWithABadFieldDoesNotStopTheSearch() {
    world
        .resources()
        .put(
            World.key(CustomKind.USER, "shop"),
            Map.of(
                "instanceRef", Map.of("name", "main"),
                "username", "shop",
                "passwordRotation", Map.of("enabled", true, "schedule", "nonsense")),
            Map.of());
    world.server().databases().put("old", FOREIGN);

    search(Map.of());

    assertThat(names("databases")).containsExactly("old");
  }

  @Test
  void itIsOneQueryAnIntervalAndNoWriteWhileNothingChanges() {
    world.server().databases().put("old", FOREIGN);
    search(Map.of());
    long searches = world.server().calls(Operation.FIND);
    int writes = world.writes().count();

    operator.later(INTERVAL.multipliedBy(4));

    assertThat(world.server().calls(Operation.FIND)).isEqualTo(searches + 4);
    assertThat(world.writes().count()).isEqualTo(writes);
  }

  @Test
  void aLongListIsCutAndSaysSo() {
    for (int i = 0; i < 1_000; i++) {
      world.server().users().put("u%04d".formatted(i), FOREIGN);
    }
    search(Map.of());
    assertThat(names("users")).hasSize(200).first().isEqualTo("u0000");
    assertThat(discovered().text("message", ""))
        .isEqualTo("1000 users found, the first 200 are listed");
  }

  @Test
  void whatIsNamedIsAdoptedAndStaysAsItIs() {
    world.server().databases().put("old_shop", FOREIGN);
    world.server().users().put("app", FOREIGN.withPassword(SecretText.of("theirs")));
    world.server().roles().put("readers", FOREIGN);
    search(Map.of());

    search(
        Map.of(
            Keys.ADOPT_DATABASES, "old_shop",
            Keys.ADOPT_USERS, "app",
            Keys.ADOPT_ROLES, " readers , "));

    CustomResource database = onlyOne(CustomKind.DATABASE);
    assertThat(database.name()).startsWith("old-shop-");
    assertThat(database.namespace()).isEqualTo("default");
    assertThat(database.metadata().labels())
        .containsEntry("dbops.dbprovision.io/adopted", "true")
        .containsEntry("dbops.dbprovision.io/instance", "main");
    assertThat(database.spec().object("driftPolicy").text("mode")).contains("detect");
    assertThat(database.spec().text("name")).contains("old_shop");
    for (CustomKind kind : List.of(CustomKind.DATABASE, CustomKind.USER, CustomKind.ROLE)) {
      assertThat(world.condition(onlyOne(kind).key(), "Ready").status()).isEqualTo("True");
    }
    assertThat(world.server().login("app", SecretText.of("theirs"))).isTrue();
    assertThat(Objects.requireNonNull(world.server().databases().get("old_shop")).withOwner(null))
        .isEqualTo(FOREIGN);
    assertThat(Objects.requireNonNull(world.server().roles().get("readers")).withOwner(null))
        .isEqualTo(FOREIGN);
    assertThat(found("databases").getFirst().flag("adopted", false)).isTrue();
    assertThat(world.events().seen()).anyMatch(event -> event.startsWith("Adopted main: database"));
  }

  @Test
  void theDeletionOfWhatWasAdoptedLeavesTheServerAlone() {
    world.server().databases().put("shop", FOREIGN);
    world.server().users().put("app", FOREIGN);
    search(Map.of(Keys.ADOPT_DATABASES, "shop", Keys.ADOPT_USERS, "app"));
    ResourceKey database = onlyOne(CustomKind.DATABASE).key();
    ResourceKey user = onlyOne(CustomKind.USER).key();
    search(Map.of());
    assertThat(discovered().has("databases")).isFalse();

    world
        .resources()
        .put(
            database,
            Specs.with(
                world.resource(database).spec().values(), Map.of("deletionProtection", false)),
            Map.of());
    operator.delete(database);
    operator.delete(user);

    assertThat(world.gone(database)).isTrue();
    assertThat(world.gone(user)).isTrue();
    assertThat(world.server().databases()).containsEntry("shop", FOREIGN);
    assertThat(world.server().users()).containsEntry("app", FOREIGN);
    operator.later(INTERVAL);
    assertThat(names("databases")).containsExactly("shop");
  }

  @Test
  void aWishThatCannotBeGrantedIsSaid() {
    world.server().databases().put("far", owned("another-cluster", "x", "boss", "x"));
    search(Map.of(Keys.ADOPT_DATABASES, "far,missing"));
    assertThat(discovered().text("message", ""))
        .contains("database far belongs to x/boss", "database missing is not among what was found");
    assertThat(world.resources().list(CustomKind.DATABASE)).isEmpty();
  }

  @Test
  void whatIsNamedForAnotherNamespaceWaitsForItsObject() {
    world.server().databases().put("shop", FOREIGN);
    world.server().databases().put("with/slash", FOREIGN);
    search(Map.of(Keys.ADOPT_DATABASES, "team/shop,with/slash,team/missing"));
    assertThat(onlyOne(CustomKind.DATABASE).spec().text("name")).contains("with/slash");
    assertThat(onlyOne(CustomKind.DATABASE).namespace()).isEqualTo("default");
    assertThat(names("databases")).containsExactly("shop", "with/slash");
    assertThat(found("databases").getFirst().flag("adopted", false)).isFalse();
    assertThat(discovered().text("message", ""))
        .isEqualTo("database missing is not among what was found");
  }

  @Test
  void aSearchThatFailsIsSaidAndTriedAgainAndTakesNothingBack() {
    world.server().databases().put("old", FOREIGN);
    search(Map.of());
    world.server().fail(Operation.FIND, ErrorKind.PERMISSION);
    operator.later(INTERVAL.plusMinutes(1));
    assertThat(world.condition(World.INSTANCE, "Synced").reason()).isEqualTo("PermissionDenied");
    assertThat(world.condition(World.INSTANCE, "Ready").status()).isEqualTo("True");
    assertThat(names("databases")).containsExactly("old");

    world.recover();
    operator.later(Duration.ofMinutes(2));

    assertThat(world.condition(World.INSTANCE, "Synced").status()).isEqualTo("True");
  }

  @Test
  void anIntervalThatIsNoneIsSaid() {
    world.applyInstance(Map.of("discovery", Map.of("enabled", true, "interval", "soon")), Map.of());
    operator.settle();
    assertThat(world.condition(World.INSTANCE, "Synced").reason()).isEqualTo("InvalidSpec");
    assertThat(world.condition(World.INSTANCE, "Synced").message())
        .contains("spec.discovery.interval");
  }

  @Test
  void switchedOffItForgets() {
    world.server().databases().put("old", FOREIGN);
    search(Map.of());
    world.applyInstance(Map.of(), Map.of());
    operator.settle();
    assertThat(world.status(World.INSTANCE).has("discoveredResources")).isFalse();
  }

  private static StoredObject owned(String cluster, String namespace, String name, String uid) {
    return FOREIGN.withOwner(new Owner(cluster, "default", namespace, name, uid));
  }

  private void search(Map<String, String> annotations) {
    world.applyInstance(ENABLED, annotations);
    operator.settle();
  }

  private CustomResource onlyOne(CustomKind kind) {
    assertThat(world.resources().list(kind)).hasSize(1);
    return world.resources().list(kind).iterator().next();
  }

  private Fields discovered() {
    return world.status(World.INSTANCE).object("discoveredResources");
  }

  private List<Fields> found(String list) {
    return discovered().objects(list);
  }

  private List<String> names(String list) {
    return found(list).stream().map(entry -> entry.text("name", "")).toList();
  }
}
