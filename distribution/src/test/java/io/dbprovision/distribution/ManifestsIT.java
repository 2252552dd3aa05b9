package io.dbprovision.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dbprovision.distribution.Command.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The checked-in CRDs on a real API server: what it lets in, what it refuses, and with which words.
 */
@ExtendWith(DevClusterExtension.class)
class ManifestsIT {
  private static final String EXPECTED = "# refused with: ";
  private final DevCluster cluster;

  ManifestsIT(DevCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  static void installTheCrds(DevCluster cluster) {
    cluster.must("", "apply", "--server-side", "-k", config("crd"));
    cluster.serves();
    // the API server says so only when a schema is not structural
    assertThat(cluster.must("", "get", "crd", "-o", "yaml")).doesNotContain("NonStructuralSchema");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aGoodManifestIsLetIn(Path manifest) {
    String text = read(manifest);

    cluster.must(text, "apply", "--validate=strict", "--dry-run=server", "-f", "-");
  }

  @ParameterizedTest
  @CsvSource({
    "backup, DatabaseBackup",
    "restore, DatabaseRestore",
    "schedule, DatabaseBackupSchedule"
  })
  void whatIsLetInHasEveryFieldThatEverWas(String name, String kind) throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    String outline = "v1alpha1/" + kind.toLowerCase(Locale.ROOT) + ".outline.yaml";
    JsonNode manifest =
        mapper.readTree(
            resources().resolve("manifests/valid/" + name + "-everything.yaml").toFile());
    List<String> absent = new ArrayList<>();

    mapper
        .readTree(resources().resolve(outline).toFile())
        .at("/versions/0/fields")
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (field.startsWith("spec")
                  && manifest.at("/" + field.replace('.', '/')).isMissingNode()) {
                absent.add(field);
              }
            });

    // one excludes the other
    absent.removeIf(field -> field.startsWith("spec.target.clusterInstanceRef"));
    assertThat(absent).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void aBadManifestIsRefusedWithTheReason(Path manifest) {
    String text = read(manifest);
    String expected = text.lines().findFirst().orElseThrow().substring(EXPECTED.length());
    String[] parts = text.split("\n---\n", -1);
    // of two documents the first must be there already: the second is a change to it
    if (parts.length == 2) {
      cluster.must(parts[0], "apply", "-f", "-");
    }

    Result result =
        cluster.kubectl(parts[parts.length - 1], "apply", "--dry-run=server", "-f", "-");

    assertThat(result.status()).isNotZero();
    assertThat(result.err()).contains(expected);
  }

  @Test
  void shortNamesAndExplanationsAreThere() {
    for (String field :
        List.of(
            "dbi.spec.connection",
            "cdbi.spec.postgres",
            "db.spec.postgres",
            "dbu.spec.passwordSecret",
            "dbr.spec.postgres.grants",
            "cdbr.spec.postgres.grants",
            "dbg.spec.postgres.memberships",
            "cdbg.spec.postgres.memberships",
            "dbbak.spec.verification",
            "dbrestore.spec.target",
            "dbbaksched.spec.retention")) {
      assertThat(cluster.must("", "explain", field)).contains("FIELDS:").doesNotContain("<empty>");
    }
  }

  @Test
  void theSamplesAreValid() {
    for (String folder : List.of("", "mariadb", "mysql")) {
      // it may be there: DocsIT has one of that name as well
      cluster.kubectl("", "create", "namespace", folder.isEmpty() ? "demo" : "demo-" + folder);
      String samples = config("samples/" + folder);
      cluster.must("", "apply", "--dry-run=server", "--validate=strict", "-k", samples);
    }
    cluster.must(
        "", "apply", "--dry-run=server", "--validate=strict", "-f", config("samples/backup"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DatabaseInstance", "ClusterDatabaseInstance"})
  void theKeysOfASecretCanBeEmptiedByServerSideApply(String kind) {
    apply(kind, "password: pw", "ca: other");
    apply(kind, "", "");
    apply(kind, "", "ca: third");

    String ca = "jsonpath={.spec.tls.secretRef.keys.ca}";
    assertThat(cluster.must("", "get", "-n", "default", kind, "emptied", "-o", ca))
        .isEqualTo("third");
    cluster.must("", "delete", "-n", "default", kind, "emptied");
  }

  /** Of no operator that runs. */
  private void apply(String kind, String adminKeys, String tlsKeys) {
    String manifest =
        """
        apiVersion: dbops.dbprovision.io/v1alpha1
        kind: %s
        metadata: {name: emptied, labels: {dbops.dbprovision.io/operator-instance-id: none}}
        spec:
          engine: postgres
          connection:
            host: postgres.example.com
            port: 5432
            database: postgres
            secretRef: {name: admin, keys: {%s}}
          tls: {enabled: true, mode: require, secretRef: {name: tls, keys: {%s}}}
        """
            .formatted(kind, adminKeys, tlsKeys);
    cluster.must(manifest, "apply", "--server-side", "-n", "default", "-f", "-");
  }

  static Stream<Named<Path>> valid() {
    return manifests("valid");
  }

  static Stream<Named<Path>> invalid() {
    return manifests("invalid");
  }

  private static Stream<Named<Path>> manifests(String folder) {
    try (Stream<Path> files = Files.list(resources().resolve("manifests").resolve(folder))) {
      return files.sorted().toList().stream()
          .map(file -> Named.of(String.valueOf(file.getFileName()), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path resources() {
    return Repo.root().resolve("distribution/src/test/resources");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String config(String folder) {
    return Repo.root().resolve("distribution/config").resolve(folder).toString();
  }
}
