package io.dbprovision.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dbprovision.core.schema.ComposedCrd;
import io.dbprovision.core.schema.CrdComposer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests that exist must apply as they are: the outlines say what v1alpha1 has. */
class V1alpha1Test {
  private static final YAMLMapper MAPPER = new YAMLMapper();

  static Stream<ComposedCrd> crds() {
    return CrdComposer.compose(GeneratedFiles.inputs(Repo.root())).stream();
  }

  @ParameterizedTest
  @MethodSource("crds")
  void everyFieldIsThereAndNoRuleIsTighter(ComposedCrd crd) throws IOException {
    JsonNode outline = outline(crd).at("/versions/0");
    JsonNode schema = MAPPER.readTree(crd.yaml()).at("/spec/versions/0/schema/openAPIV3Schema");
    List<String> complaints = new ArrayList<>();

    outline
        .path("fields")
        .properties()
        .forEach(
            field ->
                complaints.addAll(
                    new OutlinedField(field.getKey(), field.getValue()).complaints(schema)));

    assertThat(complaints).isEmpty();
    assertThat(outline.path("fields").size()).isGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("crds")
  void nothingNewIsRequiredWhereTheOutlineSpeaks(ComposedCrd crd) throws IOException {
    JsonNode fields = outline(crd).at("/versions/0/fields");
    JsonNode schema = MAPPER.readTree(crd.yaml()).at("/spec/versions/0/schema/openAPIV3Schema");

    assertThat(required("", schema, fields)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("crds")
  void namesScopeAndColumnsAreKept(ComposedCrd crd) throws IOException {
    JsonNode outline = outline(crd);
    JsonNode spec = MAPPER.readTree(crd.yaml()).path("spec");

    assertThat(crd.name()).isEqualTo(outline.path("crdName").asText());
    assertThat(spec.path("scope")).isEqualTo(outline.path("scope"));
    assertThat(spec.path("group")).isEqualTo(outline.path("group"));
    for (String name : List.of("kind", "listKind", "plural", "singular", "shortNames")) {
      assertThat(spec.path("names").path(name)).as(name).isEqualTo(outline.path(name));
    }
    List<String> columns = columns(spec.at("/versions/0/additionalPrinterColumns"));
    List<String> known = columns(outline.at("/versions/0/printerColumns"));
    // kubectl shows how long ago a date was, and of one to come nothing but <invalid>
    known.replaceAll(column -> column.replace("Next Backup date", "Next Backup string"));
    assertThat(columns.subList(0, known.size())).isEqualTo(known);
    assertThat(spec.at("/versions/0/subresources/status").isObject()).isTrue();
  }

  /** Fields of blocks the outline knows that must be given now and need not be given then. */
  private static List<String> required(String path, JsonNode node, JsonNode fields) {
    List<String> found = new ArrayList<>();
    Set<String> known = Set.copyOf(iterable(fields));
    node.path("properties")
        .properties()
        .forEach(
            field -> {
              String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
              boolean must = texts(node.path("required")).contains(field.getKey());
              if (must
                  && (path.isEmpty() || known.contains(path))
                  && !fields.path(name).path("required").asBoolean()) {
                found.add(name);
              }
              found.addAll(required(name, field.getValue(), fields));
              found.addAll(required(name + "[]", field.getValue().path("items"), fields));
            });
    return found;
  }

  private static List<String> iterable(JsonNode fields) {
    List<String> names = new ArrayList<>();
    fields.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static List<String> columns(JsonNode columns) {
    List<String> texts = new ArrayList<>();
    columns.forEach(
        column ->
            texts.add(
                String.join(
                    " ",
                    column.path("name").asText(),
                    column.path("type").asText(),
                    column.path("jsonPath").asText())));
    return texts;
  }

  private static JsonNode outline(ComposedCrd crd) throws IOException {
    String file = "/v1alpha1/" + crd.kind().toLowerCase(Locale.ROOT) + ".outline.yaml";
    try (InputStream in = V1alpha1Test.class.getResourceAsStream(file)) {
      return MAPPER.readTree(Objects.requireNonNull(in, file));
    }
  }
}
