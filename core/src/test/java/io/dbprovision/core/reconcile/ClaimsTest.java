package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.FakeResources;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final ResourceKey LOGIN = World.key(CustomKind.USER, "app");
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "orders");

  private final World world = new World();
  private final FakeResources resources = world.resources();
  private final Injector injector =
      Guice.createInjector(new ReconcileModule(), new FakeSurroundings(world));
  private final Claims claims = injector.getInstance(Claims.class);

  @BeforeEach
  void declareIndexes() {
    injector.getInstance(Wakeups.class).declareIndexes();
    resources.put(LOGIN, Specs.user("orders_app"), Map.of());
  }

  private List<Claim> onLogin(ResourceKey asking) {
    return claims.on(resource(LOGIN), resource(asking), "memory");
  }

  private CustomResource resource(ResourceKey key) {
    return resources.get(key).orElseThrow();
  }

  private void database(ResourceKey key, Map<String, Object> block) {
    resources.put(key, Specs.with(Specs.database("orders"), Map.of("memory", block)), Map.of());
  }

  @Test
  void aDatabaseThatNamesTheLoginSpeaksForIt() {
    database(DATABASE, Map.of("ownership", Map.of("userName", "orders_app")));

    DatabaseSpec claimed = onLogin(LOGIN).getFirst().database().orElseThrow();

    assertThat(onLogin(LOGIN)).extracting(Claim::kind).containsExactly(Kind.DATABASE);
    assertThat(claimed.name()).isEqualTo("orders");
    assertThat(claimed.owner()).extracting(Owner::name).isEqualTo("orders");
    assertThat(claimed.section().path()).isEqualTo("spec.memory");
  }

  @Test
  void aDatabaseWhoseStatusNamesTheLoginSpeaksForIt() {
    database(DATABASE, Map.of("ownership", Map.of("autoOwnership", true)));
    assertThat(onLogin(LOGIN)).isEmpty();

    Map<String, Object> pair = Map.of("userName", "orders_app", "roleName", "orders_owner");
    resources.applyStatus(
        resource(DATABASE),
        Map.of(
            "database",
            Map.of("name", "orders", "owner", "orders_owner"),
            "memory",
            Map.of("ownership", pair)));

    DatabaseSpec claimed = onLogin(LOGIN).getFirst().database().orElseThrow();
    assertThat(claimed.recorded().values()).containsEntry("ownership", pair);
    assertThat(claimed.databaseOwner()).contains("orders_owner");
  }

  @Test
  void aDatabaseThatNamesALoginThatTakesTurnsSpeaksForTheRoleOnceThereIsOne() {
    Map<String, Object> turns =
        Specs.with(Specs.user("orders_app"), Map.of("passwordRotation", Map.of("enabled", true)));
    resources.put(LOGIN, turns, Map.of());
    Map<String, Object> made = Map.of("username", "orders_app");
    resources.applyStatus(resource(LOGIN), Map.of("user", made));
    database(DATABASE, Map.of("defaultPrivileges", List.of(Map.of("role", "orders_app"))));
    assertThat(givenToLogin().groups()).as("it still has the rights itself").isEmpty();
    resources.applyStatus(
        resource(LOGIN), Map.of("user", made, "rotation", Map.of("serviceRole", "svc_orders_app")));
    assertThat(givenToLogin().groups()).containsOnly(Map.entry("orders_app", "svc_orders_app"));
  }

  private DatabaseSpec givenToLogin() {
    return onLogin(LOGIN).getFirst().database().orElseThrow();
  }

  @Test
  void aStrangersDatabaseThatWasNeverMadeSpeaksForNobody() {
    ResourceKey foreign = new ResourceKey(CustomKind.DATABASE, "elsewhere", "orders");
    Map<String, Object> block = Map.of("ownership", Map.of("userName", "orders_app"));
    resources.put(
        foreign,
        Map.of(
            "instanceRef",
            Map.of("name", World.INSTANCE.name(), "namespace", "default"),
            "name",
            "orders",
            "memory",
            block),
        Map.of());
    assertThat(onLogin(LOGIN)).isEmpty();

    resources.applyStatus(resource(foreign), Map.of("database", Map.of("name", "orders")));
    assertThat(onLogin(LOGIN)).hasSize(1);
  }

  /** Another instance that leads to the same server. */
  private ResourceKey twin(String namespace) {
    ResourceKey twin = new ResourceKey(CustomKind.INSTANCE, namespace, "twin");
    world.applyInstance(Map.of(), Map.of());
    resources.put(twin, Map.of("engine", "memory"), Map.of());
    for (ResourceKey instance : List.of(twin, World.INSTANCE)) {
      resources.applyStatus(resource(instance), Map.of("serverIdentity", "the-server"));
    }
    return twin;
  }

  private static Map<String, Object> on(ResourceKey instance, Map<String, Object> spec) {
    return Specs.with(
        spec,
        Map.of("instanceRef", Map.of("name", instance.name(), "namespace", instance.namespace())));
  }

  @Test
  void aDatabaseSpeaksForALoginByWhicheverInstanceOfTheServer() {
    Map<String, Object> spec =
        Specs.with(
            Specs.database("orders"),
            Map.of("memory", Map.of("ownership", Map.of("userName", "orders_app"))));
    resources.put(DATABASE, on(twin("default"), spec), Map.of());
    assertThat(onLogin(LOGIN)).extracting(Claim::kind).containsExactly(Kind.DATABASE);
    ResourceKey elsewhere = World.key(CustomKind.INSTANCE, "elsewhere");
    resources.put(elsewhere, Map.of("engine", "memory"), Map.of());
    resources.put(DATABASE, on(elsewhere, spec), Map.of());
    assertThat(onLogin(LOGIN)).as("on another server").isEmpty();
  }

  @Test
  void aStrangersInstanceThatSaysItIsTheServerSpeaksForNobody() {
    Map<String, Object> spec =
        Specs.with(
            Specs.database("orders"),
            Map.of("memory", Map.of("ownership", Map.of("userName", "orders_app"))));
    ResourceKey foreign = new ResourceKey(CustomKind.DATABASE, "strangers", "orders");
    resources.put(foreign, on(twin("strangers"), spec), Map.of());
    resources.applyStatus(resource(foreign), Map.of("database", Map.of("name", "orders")));
    assertThat(onLogin(LOGIN)).isEmpty();
  }

  @Test
  void aGrantSpeaksWithinADatabaseByWhicheverInstanceOfTheServer() {
    database(DATABASE, Map.of());
    resources.put(LOGIN, on(twin("default"), Specs.user("orders_app")), Map.of());
    grant(World.key(CustomKind.GRANT, "about"), LOGIN.name(), "orders");
    assertThat(claims.within(resource(DATABASE), "memory"))
        .extracting(claim -> claim.owner().name())
        .containsExactly("about");
  }

  @Test
  void whoWasMadeEarlierGoesFirst() {
    ResourceKey old = World.key(CustomKind.GRANT, "z-old");
    ResourceKey young = World.key(CustomKind.GRANT, "b-young");
    ResourceKey twin = World.key(CustomKind.GRANT, "a-young");
    Map<String, Object> spec = Map.of("userRef", Map.of("name", LOGIN.name()));
    resources.put(old, spec, Map.of());
    resources.createdAt(Instant.EPOCH.plusSeconds(60));
    resources.put(young, spec, Map.of());
    resources.put(twin, spec, Map.of());

    assertThat(earlierThan(old)).isEmpty();
    assertThat(earlierThan(twin)).containsExactly("z-old");
    assertThat(earlierThan(young)).containsExactlyInAnyOrder("z-old", "a-young");
  }

  @Test
  void aGrantsEntriesAboutADatabaseAreKnownToItWithTheirGrantee() {
    database(DATABASE, Map.of());
    grant(World.key(CustomKind.GRANT, "about"), LOGIN.name(), "orders");
    grant(World.key(CustomKind.GRANT, "elsewhere"), LOGIN.name(), "invoices");
    grant(World.key(CustomKind.GRANT, "at-home"), LOGIN.name(), "");
    grant(World.key(CustomKind.GRANT, "to-nobody"), "no-such", "orders");
    grant(new ResourceKey(CustomKind.GRANT, "elsewhere", "strangers"), LOGIN.name(), "orders");

    assertThat(claims.within(resource(DATABASE), "memory"))
        .extracting(claim -> claim.owner().name() + " " + claim.grantee().orElseThrow())
        .containsExactly("about orders_app");
  }

  @Test
  void anEntryWithoutADatabaseIsAboutTheOneOfTheConnection() {
    world.applyInstance(Map.of("connection", Map.of("database", "orders")), Map.of());
    database(DATABASE, Map.of());
    grant(World.key(CustomKind.GRANT, "at-home"), LOGIN.name(), "");

    assertThat(claims.within(resource(DATABASE), "memory"))
        .extracting(claim -> claim.owner().name())
        .containsExactly("at-home");
  }

  private void grant(ResourceKey key, String user, String database) {
    resources.put(
        key,
        Map.of(
            "userRef",
            Map.of("name", user, "namespace", LOGIN.namespace()),
            "memory",
            Map.of("defaultPrivileges", List.of(Map.of("database", database)))),
        Map.of());
  }

  private List<String> earlierThan(ResourceKey asking) {
    return onLogin(asking).stream()
        .filter(Claim::earlier)
        .map(claim -> claim.owner().name())
        .toList();
  }
}
