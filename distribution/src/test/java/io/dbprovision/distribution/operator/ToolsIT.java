package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command.Result;
import io.dbprovision.distribution.DevCluster;
import io.dbprovision.distribution.DevClusterExtension;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dbops plan}, {@code doctor} and {@code crds}, as assembled, against real servers. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolsIT {
  private static final String INSTANCES = "databaseinstances.dbops.dbprovision.io";

  /** Without an operator: its CRDs come and go as these tests need them. */
  private final DevCluster bare =
      DevCluster.start(Repo.root().resolve("distribution/target/cluster-tools"));

  @TempDir Path folder;

  @AfterAll
  void stop() {
    bare.close();
  }

  @Test
  void aPlanShowsWhatIsMissingAndThenThatNothingIs(Scene scene) {
    String manifests =
        Manifests.database("orders", scene.name("orders"))
            + Manifests.user("orders", scene.name("orders_app"));

    Result before = plan(scene, manifests);
    assertThat(before.status()).isEqualTo(1);
    assertThat(before.out())
        .contains("Database orders: 1 change", "create the database " + scene.name("orders"))
        .contains("DatabaseUser orders: 1 change");
    assertThat(scene.server().hasDatabase(scene.name("orders"))).isFalse();

    scene.instance();
    scene.kubectl().apply(manifests);
    scene.kubectl().awaitReady("database/orders", "databaseuser/orders");

    Result after = plan(scene, scene.kubectl().yaml("databases", "databaseusers"));
    assertThat(after.out())
        .contains("Database %s/orders: in sync".formatted(scene.namespace()))
        .contains("DatabaseUser %s/orders: in sync".formatted(scene.namespace()));
    assertThat(after.status()).isZero();
    assertThat(plan(scene, manifests).status()).isZero();
  }

  @Test
  void aPlanShowsDriftAndLeavesItAlone(Scene scene) {
    String role = scene.name("limited");
    String manifest = Manifests.user("limited", role, "postgres: {connectionLimit: 7}");
    scene.instance();
    scene.kubectl().apply(manifest);
    scene.kubectl().awaitReady("databaseuser/limited");
    scene.server().superuser().execute("postgres", "ALTER ROLE " + role + " CONNECTION LIMIT 3");

    Result drift = plan(scene, manifest);

    assertThat(drift.status()).isEqualTo(1);
    assertThat(drift.out()).contains("1 change", "connectionLimit", "3 -> 7");
    assertThat(
            scene
                .server()
                .superuser()
                .query(
                    "postgres", "SELECT rolconnlimit FROM pg_roles WHERE rolname = '" + role + "'"))
        .containsExactly("3");
  }

  @Test
  void aPlanSaysWhenTheServersObjectIsNotTheManifests(Scene scene) {
    String owned = scene.name("owned");
    String stray = scene.name("stray");
    scene.instance();
    scene.kubectl().apply(Manifests.database("owned", owned));
    scene.kubectl().awaitReady("database/owned");
    scene.server().admin().execute("postgres", "CREATE DATABASE " + stray);

    Result plan =
        plan(scene, Manifests.database("another", owned) + Manifests.database("stray", stray));

    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.out())
        .contains("blocked: it belongs to %s/owned".formatted(scene.namespace()))
        .contains("blocked: it is there already", "dbops.dbprovision.io/adopt=true");
  }

  @Test
  void aPlanNamesEveryFieldThatIsWrong(Scene scene) {
    Result plan =
        plan(
            scene,
            Manifests.database("reserved", "template1")
                + Manifests.user("unnamed", "\"\"", "postgres: {nonsense: 1}"));

    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.out())
        .contains("Database reserved: cannot be planned", "spec.name: ")
        .contains("spec.username: ", "spec.postgres.nonsense: ");
  }

  @Test
  void aPlanThatCannotConnectSaysWhichOptionToLookAt(Scene scene) {
    String manifest = Manifests.database("x", scene.name("x"));
    Login admin = scene.server().admin();
    Dbops wrong = dbops().with("DBOPS_PASSWORD", "wrong-password");

    Result refused = wrong.runOn(manifest, planOf(admin.host(), admin.port(), admin.username()));
    assertFailure(refused, "DBOPS_PASSWORD");
    assertThat(refused.err()).doesNotContain("wrong-password");
    assertFailure(
        dbops().runOn(manifest, planOf(admin.host(), admin.port(), admin.username())),
        "DBOPS_PASSWORD is not set");
    assertFailure(
        wrong.runOn(manifest, planOf("no-such-host.invalid", 5432, "admin")),
        "no-such-host.invalid",
        "--host");
    assertFailure(wrong.runOn(manifest, planOf("127.0.0.1", 1, "admin")), "--port");
    assertFailure(
        wrong.runOn("a: [secret-text", planOf("127.0.0.1", 1, "admin")),
        "standard input is not readable as YAML: line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "plan --engine=postgres --port=x --username=a -f -",
        "plan --engine=postgres --port=1 --username=a --tls-mode=maybe -f -",
        "doctor --plugin-dir=x",
        "crds --prune=perhaps",
        "plugins --output=xml",
        "plugins --plugins-checksum=sometimes",
        "docter"
      })
  void aWrongCallIsToldInLinesAndEndsWithTwo(String call) {
    Result result = dbops().run(call.split(" ", -1));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("error: ").contains("--help");
    assertThat(result.err().lines().count()).isLessThanOrEqualTo(4);
  }

  @Test
  void withoutAClusterTheWayOutIsSaid() {
    assertFailure(dbops().run("crds"), "set KUBECONFIG", "--offline");
    assertFailure(dbops().with("KUBECONFIG", "/nowhere").run("crds"), "KUBECONFIG names /nowhere");
    assertThat(dbops().run("crds", "--offline").status()).isZero();

    Result doctor = dbops().run("doctor");
    assertThat(doctor.status()).isEqualTo(1);
    assertThat(doctor.out()).contains("plugin postgres   ok", "set KUBECONFIG", "--offline");
    assertThat(dbops().run("doctor", "--offline").status()).isZero();
  }

  @Test
  void aBrokenKubeconfigIsNotQuoted() throws IOException {
    Path broken = Files.writeString(folder.resolve("config"), "users: [{token: s3cr3t-token");

    Result doctor = dbops().with("KUBECONFIG", broken.toString()).run("doctor");

    assertThat(doctor.status()).isEqualTo(1);
    assertThat(doctor.out()).contains("the kubeconfig is broken").doesNotContain("s3cr3t");
    assertThat(doctor.err()).doesNotContain("s3cr3t");
  }

  @Test
  void theCrdsKeepWhatTheClusterHasUntilTheyArePruned() throws IOException {
    Path plugins = pluginThatAdds("zeta");
    Dbops dbops = dbops().with("KUBECONFIG", bare.kubeconfig().toString());
    install(dbops.run("crds", "--plugins-dir", plugins.toString()));

    Result kept = dbops.run("crds");
    assertThat(kept.status()).isZero();
    assertThat(kept.out()).contains("zeta:", "- zeta");
    assertThat(kept.err()).isEmpty();
    assertThat(dbops.run("crds", "--offline").out()).doesNotContain("zeta");
    assertThat(dbops().run("crds", "--installed", printed(bare).toString()).out())
        .isEqualTo(kept.out());

    Result doctor = dbops.run("doctor", "--plugins-dir", pluginThatAdds("omega").toString());
    assertThat(doctor.status()).isEqualTo(1);
    assertThat(doctor.out())
        .contains("out of date", "DatabaseInstance spec.omega", "dbops crds | kubectl apply");

    Result pruned = dbops.run("crds", "--prune");
    assertThat(pruned.err())
        .contains("dropped: DatabaseInstance spec.zeta")
        .contains("dropped: DatabaseInstance spec.engine = zeta");
    install(pruned);
    assertThat(bare.must("", "get", "crd", INSTANCES, "-o", "yaml")).doesNotContain("zeta");
    assertThat(dbops.run("crds").out()).isEqualTo(dbops.run("crds", "--offline").out());
  }

  @Test
  void theDoctorFindsMissingCrdsAndIsContentWhenTheyAreThere() {
    Dbops dbops = dbops().with("KUBECONFIG", bare.kubeconfig().toString());
    bare.must("", "delete", "crd", "--all", "--wait");

    Result ill = dbops.run("doctor");
    assertThat(ill.status()).isEqualTo(1);
    assertThat(ill.out()).contains("missing: ", "databaseinstances", "clusterdatabasegrants");

    install(dbops.run("crds"));
    Result well = dbops.run("doctor");
    assertThat(well.out()).contains("API server", "permissions       ok", "consent           ok");
    assertThat(well.status()).isZero();
  }

  @Test
  void theDoctorListsWhatRefersToAnotherNamespaceWithoutItsConsent(
      Scene scene, DevCluster cluster) {
    // of an operator that does not run, so that nobody looks after them
    String mine = "metadata:\n  labels: {dbops.dbprovision.io/operator-instance-id: tools}";
    String reference = "instanceRef: {name: pg, namespace: " + scene.namespace() + "x}";
    for (String name : List.of("old", "new")) {
      scene
          .kubectl()
          .apply(
              Manifests.database(name, name)
                  .replace("metadata:", mine)
                  .replace("instanceRef:\n    name: pg", reference));
    }
    cluster.must(
        "",
        "patch",
        "-n",
        scene.namespace(),
        "database/old",
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"phase\":\"Ready\"}}");

    Result doctor =
        dbops()
            .with("KUBECONFIG", cluster.kubeconfig().toString())
            .run("doctor", "--instance-id=tools");

    assertThat(doctor.status()).isEqualTo(1);
    assertThat(doctor.out())
        .containsPattern("Database %s/old +grandfathered: ".formatted(scene.namespace()))
        .containsPattern("Database %s/new +refused: ".formatted(scene.namespace()))
        .contains("dbops.dbprovision.io/allow-from=" + scene.namespace());
  }

  private Dbops dbops() {
    return Dbops.in(folder);
  }

  private Result plan(Scene scene, String manifests) {
    Login admin = scene.server().admin();
    return dbops()
        .with("DBOPS_PASSWORD", admin.password())
        .runOn(manifests, planOf(admin.host(), admin.port(), admin.username()));
  }

  private static String[] planOf(String host, int port, String username) {
    return new String[] {
      "plan",
      "--engine=postgres",
      "--host=" + host,
      "--port=" + port,
      "--username=" + username,
      "-f",
      "-"
    };
  }

  private static void assertFailure(Result result, String... words) {
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("error: ").contains(words).doesNotContain("\tat ");
    assertThat(result.err().lines()).hasSize(1);
  }

  private void install(Result crds) {
    assertThat(crds.status()).isZero();
    bare.must(crds.out(), "apply", "--server-side", "-f", "-");
    bare.must("", "wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
  }

  /** What a person would give to {@code --installed}. */
  private Path printed(DevCluster cluster) throws IOException {
    return Files.writeString(
        folder.resolve("installed.yaml"), cluster.must("", "get", "crd", "-o", "yaml"));
  }

  /** A folder with the shipped plugins and a jar that only has schemas. */
  private Path pluginThatAdds(String engine) throws IOException {
    Path plugins = Files.createTempDirectory(folder, "plugins");
    try (var shipped = Files.list(Repo.home().resolve("plugins"))) {
      for (Path file : shipped.toList()) {
        Files.copy(file, plugins.resolve(file.getFileName()));
      }
    }
    try (ZipOutputStream jar =
        new ZipOutputStream(Files.newOutputStream(plugins.resolve(engine + ".jar")))) {
      entry(jar, "engines.yaml", "[" + engine + "]");
      entry(
          jar,
          "databaseinstance.yaml",
          "spec." + engine + ": {type: object, properties: {level: {type: integer}}}");
    }
    return plugins;
  }

  private static void entry(ZipOutputStream jar, String name, String text) throws IOException {
    jar.putNextEntry(new ZipEntry("META-INF/dbops/schema/" + name));
    jar.write(text.getBytes(StandardCharsets.UTF_8));
    jar.closeEntry();
  }
}
