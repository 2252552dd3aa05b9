package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.World.Condition;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.testkit.memory.InMemoryServer;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A manifest is changed to name another instance: what the status says holds for the first only.
 */
class MovedTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "shop");
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");
  private static final ResourceKey OTHER = World.key(CustomKind.INSTANCE, "other");
  private static final String OTHER_HOST = "other.test";
  private static final StoredObject FOREIGN =
      StoredObject.foreign().withComment("by hand").withPassword(SecretText.of("theirs"));

  private final World world = World.withInstance();
  private final InMemoryServer other =
      world
          .engine()
          .server(OTHER_HOST, 5000, new Credentials("admin", SecretText.of("admin-password")));
  private final TestOperator operator = new TestOperator(world);

  @BeforeEach
  void start() {
    instance(OTHER, OTHER_HOST, Map.of());
    operator.settle();
  }

  @Test
  void whatHasItsNameOnTheOtherServerIsNotTakenOverAndNotDropped() {
    other.databases().put("shop", FOREIGN);
    operator.apply(DATABASE, database("main"));
    operator.apply(DATABASE, database("other"));
    assertThat(other.databases()).containsEntry("shop", FOREIGN);
    assertRefused(DATABASE);
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(other.databases()).containsEntry("shop", FOREIGN);
    assertThat(world.server().databases()).containsKey("shop");
    assertThat(world.events().seen())
        .anyMatch(event -> event.startsWith("LeftBehind shop: shop stays where it was made"))
        .noneMatch(event -> event.contains("removed from the server"));
  }

  @Test
  void aLoginOfThatNameKeepsWhatItIs() {
    other.users().put("shop", FOREIGN);
    operator.apply(USER, Specs.user("shop"));
    operator.apply(USER, Specs.with(Specs.user("shop"), on("other")));
    assertThat(other.users()).containsEntry("shop", FOREIGN);
    assertRefused(USER);
    operator.delete(USER);
    assertThat(other.users()).containsEntry("shop", FOREIGN);
  }

  @Test
  void aChangeAndADeletionThatAreSeenTogetherDropNothingEither() {
    other.databases().put("shop", FOREIGN);
    operator.apply(DATABASE, database("main"));
    world.resources().put(DATABASE, database("other"), Map.of());
    world.resources().requestDeletion(DATABASE);
    operator.settle();
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(other.databases()).containsEntry("shop", FOREIGN);
  }

  @Test
  void nothingIsMadeOnAnEmptyServerUntilTheManifestIsMovedBack() {
    operator.apply(DATABASE, database("main"));
    operator.apply(DATABASE, database("other"));
    assertThat(other.databases()).isEmpty();
    assertRefused(DATABASE);
    operator.apply(DATABASE, database("main"));
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
    operator.delete(DATABASE);
    assertThat(world.server().databases()).isEmpty();
  }

  @Test
  void adoptionOnTheOtherServerIsShownFirstAndItsScriptRunsThere() {
    Map<String, Object> script = Map.of("initSQL", Map.of("inline", List.of("mark one")));
    operator.apply(DATABASE, Specs.with(database("main"), script));
    assertThat(world.status(DATABASE).object("initSQL").flag("applied", false)).isTrue();
    other.databases().put("shop", StoredObject.foreign().withAttribute("connectionLimit", 3));
    Map<String, Object> moved =
        Specs.with(
            Specs.with(database("other"), script), Map.of("memory", Map.of("connectionLimit", 5)));
    operator.apply(DATABASE, moved, Map.of(Keys.ADOPT, "true"));
    assertThat(world.condition(DATABASE, "Synced").reason()).isEqualTo("AwaitingApproval");
    assertThat(world.status(DATABASE).has("initSQL")).as("it ran on the other server").isFalse();
    String hash = world.status(DATABASE).object("plan").text("hash", "");
    operator.apply(DATABASE, moved, Map.of(Keys.ADOPT, "true", Keys.APPROVE_PLAN, hash));
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
    assertThat(world.status(DATABASE).object("madeOn").values())
        .containsEntry("instance", "DatabaseInstance default/other")
        .containsEntry("serverIdentity", "identity-of-other.test:5000");
    operator.delete(DATABASE);
    assertThat(other.databases()).isEmpty();
    assertThat(world.server().databases()).as("it let go of that one").containsKey("shop");
  }

  @Test
  void theSameServerBehindAnotherInstanceIsNoMove() {
    operator.apply(DATABASE, database("main"));
    instance(World.key(CustomKind.INSTANCE, "again"), "db.test", Map.of());
    operator.apply(DATABASE, database("again"));
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
    operator.delete(DATABASE);
    assertThat(world.server().databases()).isEmpty();
  }

  @Test
  void aServerThatWasAcceptedTakesThePlaceOfTheFirst() {
    operator.apply(DATABASE, database("main"));
    world.server().become(ServerInfo.builder("1.0", "memory").identity("new").build());
    operator.later(Duration.ofMinutes(2));
    assertThat(world.condition(World.INSTANCE, "Ready").reason()).isEqualTo("ServerChanged");
    world.applyInstance(Map.of(), Map.of(Keys.ACCEPT_SERVER, "new"));
    operator.later(Duration.ofMinutes(2));
    assertThat(world.status(DATABASE).object("madeOn").text("serverIdentity")).contains("new");
    world.applyInstance(Map.of(), Map.of());
    operator.delete(DATABASE);
    assertThat(world.server().databases()).isEmpty();
  }

  @Test
  void anotherServerBehindAnInstanceMadeAnewIsNotTheFirst() {
    operator.apply(DATABASE, database("main"));
    world.resources().removeFinalizers(world.resource(World.INSTANCE));
    operator.delete(World.INSTANCE);
    other.databases().put("shop", FOREIGN);
    instance(World.INSTANCE, OTHER_HOST, Map.of());
    operator.later(Duration.ofMinutes(2));
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(other.databases()).containsEntry("shop", FOREIGN);
  }

  @Test
  void aReferenceThatIsNotLetThroughTouchesNothing() {
    ResourceKey theirs = new ResourceKey(CustomKind.INSTANCE, "victim", "prod");
    world.namespaces().annotate("default", Keys.ALLOW_FROM, "victim");
    instance(theirs, OTHER_HOST, Map.of());
    operator.settle();
    other.databases().put("orders", FOREIGN);
    operator.apply(DATABASE, Specs.with(database("main"), Map.of("name", "orders")));
    operator.apply(
        DATABASE,
        Specs.with(
            Specs.with(database("main"), Map.of("name", "orders")),
            Map.of("instanceRef", Map.of("name", "prod", "namespace", "victim"))));
    assertThat(world.condition(DATABASE, "Synced").reason()).isEqualTo("PermissionDenied");
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(other.databases()).containsEntry("orders", FOREIGN);
    assertThat(world.events().seen())
        .anyMatch(event -> event.contains("does not allow references from namespace default"));
  }

  @Test
  void consentThatWasTakenBackLeavesTheDatabaseThere() {
    ResourceKey user = new ResourceKey(CustomKind.USER, "team", "shop");
    world.applyInstance(Map.of(), Map.of(Keys.ALLOW_FROM, "team"));
    operator.apply(
        user,
        Specs.with(
            Specs.user("shop"),
            Map.of("instanceRef", Map.of("name", "main", "namespace", "default"))));
    assertThat(world.condition(user, "Synced").status()).isEqualTo("True");
    world.applyInstance(Map.of(), Map.of());
    operator.delete(user);
    assertThat(world.gone(user)).isTrue();
    assertThat(world.server().users()).containsKey("shop");
  }

  @Test
  void anObjectOfAnEarlierOperatorIsTakenOverWhileNobodyChangedIt() {
    world.server().databases().put("shop", FOREIGN);
    earlier(1);
    operator.settle();
    assertThat(world.condition(DATABASE, "Synced").status()).isEqualTo("True");
    assertThat(Objects.requireNonNull(world.server().databases().get("shop")).owner()).isNotNull();
  }

  @Test
  void anObjectOfAnEarlierOperatorThatWasChangedMeanwhileHasToBeAdopted() {
    other.databases().put("shop", FOREIGN);
    earlier(1);
    world.resources().put(DATABASE, database("other"), Map.of());
    operator.settle();
    operator.later(Duration.ofMinutes(3));
    assertThat(world.condition(DATABASE, "Synced").reason()).isEqualTo("Conflict");
    assertThat(other.databases()).containsEntry("shop", FOREIGN);
    operator.delete(DATABASE);
    assertThat(world.gone(DATABASE)).isTrue();
    assertThat(other.databases()).containsEntry("shop", FOREIGN);
  }

  private void earlier(long observed) {
    world.resources().put(DATABASE, database("main"), Map.of());
    CustomResource made = world.resource(DATABASE);
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("phase", "Ready");
    status.put("observedGeneration", observed);
    status.put("database", Map.of("name", "shop"));
    world.resources().applyStatus(made, status);
  }

  private void instance(ResourceKey key, String host, Map<String, String> annotations) {
    world
        .resources()
        .put(
            key,
            Map.of(
                "engine",
                "memory",
                "connection",
                Map.of("host", host, "port", 5000, "secretRef", secret())),
            annotations);
  }

  private static Map<String, Object> secret() {
    return Map.of("name", "admin", "namespace", "default");
  }

  private static Map<String, Object> database(String instance) {
    return Specs.with(
        Specs.with(Specs.database("shop"), on(instance)), Map.of("deletionProtection", false));
  }

  private static Map<String, Object> on(String instance) {
    return Map.of("instanceRef", Map.of("name", instance));
  }

  private void assertRefused(ResourceKey key) {
    Condition synced = world.condition(key, "Synced");
    assertThat(synced.status()).isEqualTo("False");
    assertThat(synced.reason()).isEqualTo("InvalidSpec");
    assertThat(synced.message())
        .contains(
            "spec.instanceRef",
            "was made on DatabaseInstance default/main",
            "Change it back, or delete this object and make it anew",
            Keys.ADOPT);
    Fields made = world.status(key).object("madeOn");
    assertThat(made.text("serverIdentity")).contains("identity-of-db.test:5000");
  }
}
