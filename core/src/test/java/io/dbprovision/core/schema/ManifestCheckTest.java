package io.dbprovision.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestCheckTest {
  private static final String CRD =
      """
      spec:
        versions:
          - schema:
              openAPIV3Schema:
                properties:
                  spec:
                    type: object
                    required: [name]
                    x-kubernetes-validations:
                      - {rule: has(self.a) || has(self.b), message: either a or b}
                    properties:
                      name: {type: string, minLength: 1, maxLength: 5, pattern: '^[a-z_]+$'}
                      kept:
                        type: object
                        properties:
                          deep:
                            type: string
                            x-kubernetes-validations:
                              - {rule: self == oldSelf, message: deep is immutable}
                      mode: {type: string, enum: [slow, fast]}
                      limit: {type: integer, format: int32, minimum: -1}
                      share: {type: number, maximum: 1}
                      on: {type: boolean}
                      list: {type: array, minItems: 1, maxItems: 2, items: {type: string}}
                      labels: {type: object, additionalProperties: {type: string}}
                      free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      a: {type: object, properties: {deep: {type: string}}}
                      b: {type: string}
      """;

  private final ManifestCheck check =
      new ManifestCheck(List.of(new ComposedCrd("Database", "databases", CRD)));

  @Test
  void aManifestThatFitsHasNoProblems() {
    assertThat(
            spec(
                "name: shop, mode: fast, limit: 5, share: 0.5, on: true, list: [x], labels: {k: v},"
                    + " free: {x: [1]}, a: {deep: x}"))
        .isEmpty();
    assertThat(spec("name: shop, b: x, limit: 3.0, a: null")).isEmpty();
  }

  @Test
  void whatMayNotChangeIsToldAtAnyDepthAndItsValueIsNot() {
    Fields before = Fields.of(Map.of("name", "shop", "kept", Map.of("deep", "secret")));
    Fields now = Fields.of(Map.of("name", "store", "kept", Map.of("deep", "other")));
    assertThat(check.refusedChanges(CustomKind.DATABASE, before, now))
        .containsExactly(
            "spec.kept.deep: deep is immutable: the API server refuses to change it; change it"
                + " back, or make another object");
    assertThat(check.refusedChanges(CustomKind.DATABASE, before, before)).isEmpty();
    assertThat(check.refusedChanges(CustomKind.DATABASE, Fields.of(Map.of("name", "shop")), now))
        .as("it may be set for the first time")
        .isEmpty();
  }

  @Test
  void aFieldThatIsNotThereIsNamedAtAnyDepth() {
    assertThat(spec("name: shop, ownr: x, a: {deap: x}"))
        .containsExactly(
            "spec.ownr: there is no such field", "spec.a.deap: there is no such field");
    assertThat(problems("{metadata: {name: x, nmae: y}, sepc: {}, spec: {name: s, b: x}}"))
        .containsExactly("sepc: there is no such field", "metadata.nmae: there is no such field");
  }

  @Test
  void everyWrongValueIsChargedToItsField() {
    assertThat(
            spec(
                "name: 'a b', mode: faster, limit: -2, share: 2, on: 'yes', list: [1, x, y],"
                    + " labels: {k: 1}, a: x"))
        .containsExactly(
            "spec.name: must match ^[a-z_]+$",
            "spec.mode: must be one of slow, fast",
            "spec.limit: must be -1 or more",
            "spec.share: must be 1 or less",
            "spec.on: must be true or false",
            "spec.list: must have 2 entries or fewer",
            "spec.list[0]: must be a text; quote what looks like another type",
            "spec.labels.k: must be a text; quote what looks like another type",
            "spec.a: must be a mapping");
    assertThat(spec("name: '', b: x, limit: 3000000000, list: []"))
        .contains(
            "spec.name: must have 1 characters or more",
            "spec.limit: must be 2147483647 or less",
            "spec.list: must have 1 entries or more");
    assertThat(spec("name: toolong, b: x, limit: 1.5, share: x"))
        .containsExactly(
            "spec.name: must have 5 characters or fewer",
            "spec.limit: must be a whole number",
            "spec.share: must be a number");
  }

  @Test
  void whatIsRequiredAndRulesAboutItAreTold() {
    assertThat(spec("name: null")).containsExactly("spec.name: is required", "spec: either a or b");
    assertThat(problems("{metadata: {name: x}}"))
        .containsExactly("spec.name: is required", "spec: either a or b");
  }

  @Test
  void namesAndAnnotationsMustBeWhatKubernetesTakes() {
    assertThat(problems("{metadata: {}, spec: {name: s, b: x}}"))
        .containsExactly("metadata.name: is required");
    assertThat(
            problems(
                "{metadata: {name: Shop_1, namespace: a.b, annotations: {adopt: true}},"
                    + " spec: {name: s, b: x}}"))
        .hasSize(3)
        .anyMatch(text -> text.startsWith("metadata.name: must be lower-case letters"))
        .anyMatch(text -> text.startsWith("metadata.namespace: must be lower-case letters"))
        .contains("metadata.annotations.adopt: must be a text in quotes");
  }

  private List<String> spec(String fields) {
    return problems("{metadata: {name: x}, spec: {" + fields + "}}");
  }

  private List<String> problems(String manifest) {
    Map<String, Object> values =
        new ObjectMapper()
            .convertValue(Yaml.read("test", manifest), new TypeReference<Map<String, Object>>() {});
    return check.problems(CustomKind.DATABASE, Fields.of(values));
  }
}
