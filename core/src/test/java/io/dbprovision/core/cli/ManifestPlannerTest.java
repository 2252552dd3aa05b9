package io.dbprovision.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.digest.Sha256;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.operator.HostContext;
import io.dbprovision.core.reconcile.InitSqlForecast;
import io.dbprovision.core.schema.ManifestCheck;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import io.dbprovision.spi.testkit.MutableClock;
import io.dbprovision.spi.testkit.memory.InMemoryEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ManifestPlannerTest {
  private final InMemoryEngine engine = new InMemoryEngine();
  private final Session session = session();
  private PlanCluster cluster = new NoCluster("nobody was asked");
  private final StringWriter printed = new StringWriter();

  @Test
  void whatBelongsToAnotherIsBlockedAndNotInSync() {
    apply(Databases.class, DatabaseSpec.builder("shop", owner("theirs", "shop")).build());

    assertThat(plan(manifest("Database", "shop", Map.of("name", "shop"))))
        .isEqualTo(
            "Database shop: blocked\n"
                + "  blocked: it belongs to team/theirs by the server's record: the operator"
                + " reports a conflict\n"
                + "  note: planned as a new object: nobody was asked\n");
  }

  @Test
  void whatOnlyItsInstanceCanLetItAdoptIsNoted() {
    apply(Databases.class, DatabaseSpec.builder("shop", owner("theirs", "shop")).build());

    assertThat(
            plan(
                manifest(
                    "Database",
                    "shop",
                    Map.of("name", "shop", "clusterInstanceRef", Map.of("name", "main")))))
        .contains(
            "note: ClusterDatabaseInstance main is not this namespace's own, so adoption needs its"
                + " word, too: annotate it with"
                + " dbops.dbprovision.io/adopt-databases=default/shop");
  }

  @Test
  void whatTheApiServerWouldRefuseIsNotPlanned() {
    Map<String, Object> wrong = manifest("Database", "Shop", Map.of("name", "shop"));

    assertThat(plan(wrong))
        .startsWith("Database Shop: cannot be planned\n  metadata.name: must be lower-case");
    assertThat(plan(manifest("Databse", "shop", Map.of())))
        .contains("cannot be planned", "kind: dbops.dbprovision.io/v1alpha1 has no such kind");
    assertThat(plan(manifest("DatabaseInstance", "Main", Map.of()))).contains("cannot be planned");
    assertThat(plan(manifest("DatabaseInstance", "main", Map.of()))).contains("left out");
  }

  @Test
  void whatIsPrintedGivesTheTerminalNoCommands() {
    assertThat(plan(manifest("Database", "a\u001b[2Jb\nDatabase ok: in sync", Map.of())))
        .contains("Database a\\u001b[2Jb\\u000aDatabase ok: in sync: cannot be planned")
        .doesNotContain("\u001b");
  }

  @Test
  void fieldsWithoutEffectAreNoted() {
    assertThat(
            plan(
                manifest(
                    "DatabaseUser",
                    "shop",
                    Map.of(
                        "username", "shop",
                        "unheard", Map.of("x", 1),
                        "existingPasswordSecret", Map.of("name", "a", "key", "b"),
                        "passwordSecret", Map.of("secretName", "c")))))
        .contains(
            "DatabaseUser shop: 1 change",
            "note: spec.unheard: has no effect on this server",
            "note: spec.passwordSecret: has no effect");
  }

  @Test
  void aGrantIsPlannedForTheLoginThatAnotherManifestNames() {
    Map<String, Object> user = manifest("DatabaseUser", "app", Map.of("username", "app_login"));
    Map<String, Object> grant =
        manifest(
            "DatabaseGrant",
            "read",
            Map.of(
                "userRef",
                Map.of("name", "app"),
                "memory",
                Map.of("grants", List.of(Map.of("on", "shop", "privileges", List.of("READ"))))));

    assertThat(plan(grant))
        .contains(
            "DatabaseGrant read: cannot be planned",
            "spec.userRef: DatabaseUser default/app is not among the manifests; name its file, too");
    assertThat(plan(user, grant)).contains("DatabaseGrant read: blocked", "app_login");

    apply(
        Users.class,
        UserSpec.builder("app_login", owner("app", "app"))
            .password(SecretText.of("x"), true)
            .build());
    apply(Databases.class, DatabaseSpec.builder("shop", owner("shop", "shop")).build());

    assertThat(plan(user, grant))
        .contains("DatabaseUser app: in sync", "DatabaseGrant read: 1 change");
  }

  @Test
  void anObjectThatTheClusterDoesNotKnowIsPlannedAsNewWhichIsTold() {
    Map<String, Object> manifest = manifest("Database", "shop", Map.of("name", "shop"));

    assertThat(plan(manifest))
        .contains("Database shop: 1 change", "note: planned as a new object: nobody was asked");

    cluster = new OneStatus(Map.of("phase", "Ready"));
    assertThat(plan(manifest)).contains("Database shop: 1 change").doesNotContain("new object");
  }

  @Test
  void initSqlWouldRunWhenItNeverDidOrChangedOrFailedAndItsTextIsNotTold() {
    Map<String, Object> manifest =
        manifest(
            "Database",
            "shop",
            Map.of("name", "shop", "initSQL", Map.of("inline", List.of("SELECT 'confidential'"))));
    String hash = Sha256.hex("SELECT 'confidential'");

    String first = plan(manifest);
    apply(Databases.class, DatabaseSpec.builder("shop", owner("shop", "u")).build());
    String unknown = plan(manifest);
    cluster = new OneStatus(Map.of("initSQL", Map.of("hash", "other", "applied", true)));
    String changed = plan(manifest);
    cluster = new OneStatus(Map.of("initSQL", Map.of("hash", hash, "error", "x")));
    String failed = plan(manifest);
    cluster = new OneStatus(Map.of("initSQL", Map.of("hash", hash, "applied", true)));
    String done = plan(manifest);

    assertThat(first)
        .contains("Database shop: 2 changes")
        .contains("\n  initSQL      would run (inline script did not run yet)\n");
    assertThat(unknown)
        .contains("Database shop: in sync")
        .contains("note: initSQL: whether it ran is in the object's status");
    assertThat(changed)
        .contains("Database shop: 1 change\n  initSQL      would run (inline script changed)\n");
    assertThat(failed).contains("  initSQL      would run (inline script failed last time)\n");
    assertThat(done).isEqualTo("Database shop: in sync\n");
    assertThat(first + unknown + changed + failed + done).doesNotContain("confidential");
  }

  @Test
  void initSqlThatIsInAClusterNobodyAskedIsNoted() {
    assertThat(
            plan(
                manifest(
                    "Database",
                    "shop",
                    Map.of(
                        "name",
                        "shop",
                        "initSQL",
                        Map.of("configMapRef", Map.of("name", "a", "key", "b"))))))
        .contains("Database shop: 1 change")
        .contains("note: initSQL: its script is in a cluster, which was not asked");
  }

  /** A cluster that knows every object, by that status. */
  private record OneStatus(Map<String, Object> values) implements PlanCluster {
    @Override
    public Optional<Tenant> tenant() {
      return Optional.empty();
    }

    @Override
    public Optional<CustomResource> find(ResourceKey key) {
      Metadata metadata =
          new Metadata(
              key.namespace(), key.name(), "u", "", 0, null, null, Map.of(), Map.of(), List.of());
      return Optional.of(
          new CustomResource(key.kind(), metadata, Fields.empty(), Fields.of(values)));
    }

    @Override
    public Known known(Set<String> namespaces) {
      return new Known(List.of(), Optional.empty());
    }

    @Override
    public String whyNothing() {
      return "it is not asked for";
    }

    @Override
    public Optional<InitSqlForecast> initSql(CustomResource database, Plan plan) {
      return InitSqlForecast.ofInline(database, plan);
    }

    @Override
    public void close() {}
  }

  @SafeVarargs
  private String plan(Map<String, Object>... manifests) {
    List<Fields> all = new ArrayList<>();
    for (Map<String, Object> manifest : manifests) {
      all.add(Fields.of(manifest));
    }
    ManifestPlanner planner =
        new ManifestPlanner(
            new ServerState.Available(
                engine, InMemoryEngine.endpoint("db.test"), session, session.info()),
            new ManifestCheck(List.of()),
            all,
            cluster,
            new MutableClock());
    printed.getBuffer().setLength(0);
    PlanReport report = new PlanReport(new PrintWriter(printed));
    for (Fields manifest : all) {
      report.add(manifest, planner.plan(manifest));
    }
    return printed.toString();
  }

  private static Map<String, Object> manifest(String kind, String name, Map<String, Object> spec) {
    Map<String, Object> manifest = new HashMap<>();
    manifest.put("apiVersion", CustomKind.GROUP + "/" + CustomKind.VERSION);
    manifest.put("kind", kind);
    manifest.put("metadata", Map.of("name", name));
    manifest.put("spec", spec);
    return manifest;
  }

  private <D extends Desired, C extends Managed<D>> void apply(Class<C> type, D desired) {
    C managed = session.capability(type).orElseThrow();
    Plan plan = managed.plan(desired);
    managed.apply(plan, plan.changes().stream().map(Change::id).collect(Collectors.toSet()));
  }

  private static Owner owner(String object, String uid) {
    return new Owner("cluster", "default", "team", object, uid);
  }

  private Session session() {
    Endpoint endpoint = InMemoryEngine.endpoint("db.test");
    engine.server(endpoint);
    return engine.open(endpoint, new HostContext(new MutableClock(), new Random(1), 1));
  }
}
