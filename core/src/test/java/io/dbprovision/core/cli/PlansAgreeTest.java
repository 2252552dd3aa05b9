package io.dbprovision.core.cli;

import static io.dbprovision.core.reconcile.World.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.InitSqlForecast;
import io.dbprovision.core.reconcile.Specs;
import io.dbprovision.core.reconcile.TestOperator;
import io.dbprovision.core.reconcile.World;
import io.dbprovision.core.schema.ManifestCheck;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code dbops plan} shows is what the operator would do next. */
class PlansAgreeTest {
  private static final ResourceKey DATABASE = key(CustomKind.DATABASE, "shop");
  private static final ResourceKey USER = key(CustomKind.USER, "app");
  private static final ResourceKey ROLE = key(CustomKind.ROLE, "readers");
  private static final ResourceKey GRANT = key(CustomKind.GRANT, "reading");
  private static final Map<String, Object> TURNS =
      Specs.with(
          Specs.user("app"),
          Map.of(
              "passwordRotation",
              Map.of("enabled", true, "oldUserPolicy", Map.of("gracePeriod", "2h"))));

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void onANewDatabaseAndItsStatements() {
    assertThat(agreed(DATABASE, scripted("mark one"))).containsExactly("exists", "initSQL");
  }

  @Test
  void onADatabaseThatIsChangedAndWhoseStatementsAre() {
    operator.apply(DATABASE, scripted("mark one"));

    assertThat(agreed(DATABASE, scripted("mark one"))).isEmpty();
    assertThat(
            agreed(
                DATABASE,
                Specs.with(scripted("mark two"), Map.of("memory", Map.of("connectionLimit", 7)))))
        .containsExactly("connectionLimit", "initSQL");
  }

  @Test
  void onADatabaseThatIsLostWithWhatItsStatementsMade() {
    operator.apply(DATABASE, scripted("mark one"));
    world.server().databases().remove("shop");

    assertThat(agreed(DATABASE, scripted("mark one"))).containsExactly("exists", "initSQL");
  }

  @Test
  void onAUserAndItsMemberships() {
    operator.apply(ROLE, role("readers", Map.of()));
    operator.apply(USER, Specs.user("app"));

    assertThat(agreed(USER, Specs.user("app"))).isEmpty();
    assertThat(agreed(USER, Specs.with(Specs.user("app"), Map.of("roles", List.of("readers")))))
        .containsExactly("roles.readers");
  }

  @Test
  void onTheFirstOfLoginsThatTakeTurns() {
    assertThat(agreed(USER, TURNS)).containsExactly("exists");
    assertThat(world.server().roles()).as("only looked at").isEmpty();
  }

  @Test
  void onALoginThatTookItsTurnAndTheRoleItShares() {
    operator.apply(ROLE, role("readers", Map.of()));
    operator.apply(USER, TURNS);
    rotate();

    assertThat(agreed(USER, TURNS)).isEmpty();
    assertThat(
            agreed(
                USER,
                Specs.with(
                    TURNS,
                    Map.of("roles", List.of("readers"), "memory", Map.of("connectionLimit", 3)))))
        .containsExactly("roles.readers", "connectionLimit");
  }

  @Test
  void onTheSharedRoleThatSomebodyDropped() {
    operator.apply(USER, TURNS);
    world.server().roles().clear();

    assertThat(agreed(USER, TURNS)).containsExactly("exists");
  }

  @Test
  void onAUserThatIsToTakeTurnsFromNowOn() {
    operator.apply(USER, Specs.user("app"));

    assertThat(agreed(USER, TURNS)).containsExactly("exists");
  }

  @Test
  void onARoleWhoseEntriesAreOnesOwnAndOthers() {
    operator.apply(DATABASE, Specs.database("shop"));
    operator.apply(ROLE, role("readers", Map.of("grants", entries("shop", "READ"))));
    operator.apply(GRANT, to("roleRef", "readers", "shop", "WRITE"));
    world
        .server()
        .roles()
        .computeIfPresent("readers", (_, role) -> role.withAttribute("grants.shop:OWN", true));

    assertThat(agreed(ROLE, role("readers", Map.of("grants", entries("shop", "READ")))))
        .as("nobody's entry only, not the grant's")
        .containsExactly("grants.shop:OWN");
    assertThat(agreed(ROLE, role("readers", Map.of("grants", entries("shop", "LIST")))))
        .containsExactlyInAnyOrder("grants.shop:LIST", "grants.shop:OWN", "grants.shop:READ");
  }

  @Test
  void onAGrantWithAPatternBesideAnotherGrant() {
    operator.apply(DATABASE, Specs.database("shop"));
    operator.apply(USER, Specs.user("app"));
    operator.apply(key(CustomKind.GRANT, "writing"), toUser("app", "shop", "WRITE"));
    operator.apply(GRANT, toUser("app", "*", "READ"));

    assertThat(agreed(GRANT, toUser("app", "*", "READ"))).isEmpty();
    world.server().databases().put("new", StoredObject.foreign());
    assertThat(agreed(GRANT, toUser("app", "*", "READ"))).containsExactly("grants.new:READ");
  }

  @Test
  void onAGrantThatGoesToAnother() {
    operator.apply(DATABASE, Specs.database("shop"));
    operator.apply(USER, Specs.user("app"));
    operator.apply(key(CustomKind.USER, "other"), Specs.user("other"));
    operator.apply(GRANT, toUser("app", "shop", "READ"));

    assertThat(agreed(GRANT, toUser("other", "shop", "READ")))
        .as("taken from the one, given to the other")
        .containsExactly("grants.shop:READ", "grants.shop:READ");
  }

  @Test
  void onAClusterWideRoleAndItsGrant() {
    ResourceKey wide = new ResourceKey(CustomKind.CLUSTER_ROLE, "", "everyone");
    ResourceKey grant = new ResourceKey(CustomKind.CLUSTER_GRANT, "", "everything");
    Map<String, Object> onMain =
        Map.of("instanceRef", Map.of("name", "main", "namespace", "default"));
    Map<String, Object> role = Specs.with(role("everyone", Map.of()), onMain);
    world.server().databases().put("shop", StoredObject.foreign());
    operator.apply(wide, role);
    operator.apply(grant, to("roleRef", "everyone", "shop", "READ"));

    assertThat(agreed(wide, role)).isEmpty();
    assertThat(agreed(grant, to("roleRef", "everyone", "shop", "WRITE")))
        .containsExactlyInAnyOrder("grants.shop:READ", "grants.shop:WRITE");
  }

  private void rotate() {
    world.clock().advance(Duration.ofMinutes(2));
    operator.apply(USER, TURNS, Map.of(Keys.ROTATE_PASSWORD, "one"));
    assertThat(world.server().users()).hasSize(2);
  }

  /** The paths that both show of the object, if it had that spec. */
  private List<String> agreed(ResourceKey key, Map<String, Object> spec) {
    Fields manifest = manifest(key, spec);
    ManifestPlanner planner =
        new ManifestPlanner(
            world.available(),
            new ManifestCheck(List.of()),
            List.of(manifest),
            new WorldCluster(world),
            world.clock());
    Verdict verdict = planner.plan(manifest);
    assertThat(verdict).isInstanceOf(Verdict.Planned.class);
    Verdict.Planned planned = (Verdict.Planned) verdict;
    operator.apply(key, spec, Map.of(Keys.PLAN_ONLY, "true"));
    List<Fields> shown =
        world.status(key).object("plan").objects("changes").stream()
            .filter(change -> !change.text("path", "").equals(OwnershipRecord.CHANGE.value()))
            .toList();
    List<String> own =
        new ArrayList<>(planned.changes().stream().map(PlansAgreeTest::line).toList());
    List<String> operators = new ArrayList<>(shown.stream().map(PlansAgreeTest::line).toList());
    assertThat(planned.hindrances()).isEmpty();
    assertThat(planned.initSql())
        .hasSize((int) operators.stream().filter(line -> line.startsWith("initSQL ")).count());
    operators.removeIf(line -> line.startsWith("initSQL "));
    assertThat(own).isEqualTo(operators);
    return shown.stream().map(change -> change.text("path", "")).toList();
  }

  private static String line(Change change) {
    return String.join(
        " | ",
        change.path() + " ",
        change.expected(),
        change.actual(),
        change.risk().name(),
        change.cause().name(),
        change.summary());
  }

  private static String line(Fields change) {
    return String.join(
        " | ",
        change.text("path", "") + " ",
        change.text("expected", ""),
        change.text("actual", ""),
        change.text("risk", ""),
        change.text("cause", ""),
        change.text("summary", ""));
  }

  private static Fields manifest(ResourceKey key, Map<String, Object> spec) {
    return Fields.of(
        Map.of(
            "apiVersion",
            CustomKind.GROUP + "/" + CustomKind.VERSION,
            "kind",
            key.kind().name(),
            "metadata",
            Map.of("name", key.name(), "namespace", key.namespace()),
            "spec",
            spec));
  }

  private static Map<String, Object> scripted(String statement) {
    return Specs.with(
        Specs.database("shop"), Map.of("initSQL", Map.of("inline", List.of(statement))));
  }

  private static Map<String, Object> role(String name, Map<String, Object> section) {
    return Map.of("instanceRef", Map.of("name", "main"), "roleName", name, "memory", section);
  }

  private static Map<String, Object> toUser(String user, String database, String privilege) {
    return to("userRef", user, database, privilege);
  }

  private static Map<String, Object> to(
      String field, String name, String database, String privilege) {
    return Map.of(
        field, Map.of("name", name), "memory", Map.of("grants", entries(database, privilege)));
  }

  private static List<Map<String, Object>> entries(String database, String privilege) {
    return List.of(Map.of("on", database, "privileges", List.of(privilege)));
  }

  /** The cluster of the operator that is compared with. */
  private record WorldCluster(World world) implements PlanCluster {
    @Override
    public Optional<Tenant> tenant() {
      return Optional.of(new Tenant("cluster", "default", "default"));
    }

    @Override
    public Optional<CustomResource> find(ResourceKey key) {
      return world.resources().get(key);
    }

    @Override
    public Known known(Set<String> namespaces) {
      return new Known(
          CustomKind.ALL.stream().flatMap(kind -> world.resources().list(kind).stream()).toList(),
          Optional.empty());
    }

    @Override
    public String whyNothing() {
      return "the cluster has no status of it";
    }

    @Override
    public Optional<InitSqlForecast> initSql(CustomResource database, Plan plan) {
      return InitSqlForecast.ofInline(database, plan);
    }

    @Override
    public void close() {}
  }
}
