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
import java.time.Duration;
import java.time.Instant;
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

/** {@code dbops doctor} and {@code crds}, as assembled, against real servers. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolsIT {
  private static final String INSTANCES = "databaseinstances.dbops.dbprovision.io";

  /** Without an operator: its CRDs come and go as these tests need them. */
  private final DevCluster bare = DevCluster.start(Repo.work().resolve("cluster-tools"));

  @TempDir Path folder;

  @AfterAll
  void stop() {
    bare.close();
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
    assertThat(doctor.out())
        .containsPattern("plugin postgres +ok: postgres")
        .containsPattern("plugin storage-s3 +ok: s3")
        .contains("set KUBECONFIG", "--offline");
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
    removeCrds();

    Result ill = dbops.run("doctor");
    assertThat(ill.status()).isEqualTo(1);
    assertThat(ill.out()).contains("missing: ", "databaseinstances", "clusterdatabasegrants");

    install(dbops.run("crds"));
    Result well = dbops.run("doctor");
    assertThat(well.out())
        .containsPattern("API server +ok")
        .containsPattern("permissions +ok")
        .containsPattern("consent +ok");
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

  @Test
  void crdsThatAreWrittenToFilesAreNamed() {
    Path into = folder.resolve("crds");

    Result crds = dbops().run("crds", "--offline", "--output-dir=" + into);

    assertThat(crds.status()).isZero();
    assertThat(crds.out().lines())
        .hasSize(11)
        .contains("wrote " + into.resolve("databases.dbops.dbprovision.io.yaml"));
  }

  @Test
  void theOperatorSaysAllThatIsWrongWithItsFlagsAndItsCluster() {
    Result flags = dbops().run("--workers=0", "--unknwon");
    assertThat(flags.status()).isEqualTo(2);
    assertThat(flags.err()).contains("error: Unknown option: '--unknwon'", "--workers");

    Result nowhere = dbops().run("operator");
    assertThat(nowhere.status()).isEqualTo(1);
    assertThat(nowhere.err()).contains("error: no cluster is configured: set KUBECONFIG");
  }

  private Dbops dbops() {
    return Dbops.in(folder);
  }

  private static void assertFailure(Result result, String... words) {
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("error: ").contains(words).doesNotContain("\tat ");
    assertThat(result.err().lines()).hasSize(1);
  }

  /**
   * The API server gives up a CRD's deletion for good when a conflict comes in between; a change of
   * the CRD lets it try again.
   */
  private void removeCrds() {
    bare.must("", "delete", "crd", "--all", "--wait=false");
    Await.until(
        "no CRDs",
        Duration.ofSeconds(30),
        () -> {
          bare.kubectl("", "annotate", "crd", "--all", "--overwrite", "at=" + Instant.now());
          return bare.must("", "get", "crd", "-o", "name").isBlank();
        },
        () -> bare.must("", "get", "crd", "-o", "yaml"));
  }

  private void install(Result crds) {
    assertThat(crds.status()).isZero();
    bare.must(crds.out(), "apply", "--server-side", "-f", "-");
    bare.serves();
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
