package io.dbprovision.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrdGapsTest {
  private static final String FULL =
      version(
          """
          engine: {type: string, enum: [a, b]}
          parts: {type: array, items: {type: object, properties: {name: {type: string}}}}
          labels: {type: object, additionalProperties: {type: object, properties: {x: {type: string}}}}
          extra: {type: object, properties: {inner: {type: string}}}
          """);

  @Test
  void nothingIsMissingFromWhatIsTheSame() {
    assertThat(gaps(FULL, FULL)).isEmpty();
  }

  @Test
  void fieldsAreNamedByTheirPathsWithoutWhatIsInside() {
    String less =
        version(
            """
            engine: {type: string, enum: [a, b]}
            parts: {type: array, items: {type: object}}
            labels: {type: object, additionalProperties: {type: object}}
            """);

    assertThat(gaps(FULL, less)).containsExactly("parts[].name", "labels[].x", "extra");
    assertThat(gaps(less, FULL)).isEmpty();
  }

  @Test
  void valuesAreNamedUnlessTheOtherTakesAny() {
    assertThat(gaps(FULL, FULL.replace("[a, b]", "[a]"))).containsExactly("engine = b");
    assertThat(gaps(FULL, FULL.replace(", enum: [a, b]", ""))).isEmpty();
  }

  @Test
  void aWholeVersionIsNamed() {
    assertThat(gaps(FULL, FULL.replace("name: v1", "name: v2"))).containsExactly("version v1");
  }

  private static java.util.List<String> gaps(String more, String less) {
    return CrdGaps.of(new SchemaFile("more", more), new SchemaFile("less", less));
  }

  private static String version(String properties) {
    return """
    spec:
      versions:
        - name: v1
          schema:
            openAPIV3Schema:
              properties:
    """
        + properties.indent(12);
  }
}
