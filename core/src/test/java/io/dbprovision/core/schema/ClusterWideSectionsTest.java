package io.dbprovision.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One section file serves a kind and its cluster-wide likeness. */
class ClusterWideSectionsTest {
  @Test
  void aSectionFileServesTheClusterWideKindOfTheSameSortToo() {
    SchemaBundle plugin =
        new SchemaBundle("a.jar", Map.of("databaserole.yaml", "spec.gamma: {type: object}"));

    List<ComposedCrd> crds =
        CrdComposer.compose(
            new CrdInputs(
                List.of(
                    baseOf("DatabaseRole", "Namespaced"), baseOf("ClusterDatabaseRole", "Cluster")),
                List.of(),
                List.of(plugin),
                List.of()));

    assertThat(crds)
        .extracting(ComposedCrd::kind)
        .containsExactly("ClusterDatabaseRole", "DatabaseRole");
    assertThat(crds)
        .extracting(
            crd -> CrdComposerTest.schema(Yaml.object("test", crd.yaml())).at("/properties/spec"))
        .allSatisfy(spec -> assertThat(spec.at("/properties/gamma").isObject()).isTrue());
  }

  @Test
  void aClashOnAClusterWideKindNamesItAndTheFile() {
    SchemaBundle plugin =
        new SchemaBundle("a.jar", Map.of("databasegrant.yaml", "spec.name: {type: integer}"));

    assertThatThrownBy(
            () ->
                CrdComposer.compose(
                    new CrdInputs(
                        List.of(baseOf("ClusterDatabaseGrant", "Cluster")),
                        List.of(),
                        List.of(plugin),
                        List.of())))
        .isInstanceOf(SchemaException.class)
        .hasMessageContainingAll("ClusterDatabaseGrant spec.name", "a.jar/databasegrant.yaml");
  }

  private static SchemaFile baseOf(String kind, String scope) {
    String plural = kind.toLowerCase(Locale.ROOT) + "s";
    return new SchemaFile(
        kind,
        CrdComposerTest.BASE
            .replace("kind: Thing", "kind: " + kind)
            .replace("things", plural)
            .replace("Namespaced", scope));
  }
}
