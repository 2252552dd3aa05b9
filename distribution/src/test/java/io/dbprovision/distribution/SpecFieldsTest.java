package io.dbprovision.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.SpecFields;
import io.dbprovision.core.schema.ComposedCrd;
import io.dbprovision.core.schema.CrdComposer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the core takes for an engine's section is one, and what it does not is none. */
class SpecFieldsTest {
  private static final YAMLMapper MAPPER = new YAMLMapper();

  static Stream<ComposedCrd> crds() {
    return CrdComposer.compose(GeneratedFiles.inputs(Repo.root())).stream();
  }

  @ParameterizedTest
  @MethodSource("crds")
  void ofEveryFieldThereIsTheSectionsOfOtherEnginesAreUnread(ComposedCrd crd) throws IOException {
    JsonNode spec =
        MAPPER
            .readTree(crd.yaml())
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
    CustomKind kind = CustomKind.named(crd.kind()).orElseThrow();

    List<String> unread = SpecFields.unread(kind, Fields.of(everything(spec)), "postgres");

    assertThat(unread)
        .allMatch(
            sentence -> sentence.matches("spec\\.(\\w+\\.)?(mysql|clickhouse): has no effect.*"));
    assertThat(unread.stream().filter(sentence -> sentence.matches("spec\\.\\w+: .*")))
        .hasSize(otherEngines(kind));
  }

  /** Nothing copies databases of the second one, and the schedule's sections are its template's. */
  private static int otherEngines(CustomKind kind) {
    if (kind.equals(CustomKind.BACKUP_SCHEDULE)) {
      return 0;
    }
    return List.of(CustomKind.BACKUP, CustomKind.RESTORE).contains(kind) ? 1 : 2;
  }

  private static Map<String, Object> everything(JsonNode properties) {
    Map<String, Object> all = new TreeMap<>();
    properties
        .properties()
        .forEach(
            field ->
                all.put(
                    field.getKey(),
                    field.getValue().has("properties")
                        ? everything(field.getValue().path("properties"))
                        : "x"));
    return all;
  }
}
