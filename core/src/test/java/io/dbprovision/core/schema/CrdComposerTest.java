package io.dbprovision.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdComposerTest {
  static final String BASE =
      """
      metadata: {name: things.example.io}
      spec:
        group: example.io
        scope: Namespaced
        names: {kind: Thing, plural: things, shortNames: [th]}
        versions:
          - name: v1
            served: true
            storage: true
            additionalPrinterColumns: [{name: Phase, type: string, jsonPath: .status.phase}]
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    required: [engine]
                    properties:
                      engine: {type: string}
                      name: {type: string, maxLength: 63}
                      parts:
                        type: array
                        items: {type: object, properties: {name: {type: string}}}
      """;
  private static final SchemaBundle PERMANENT =
      new SchemaBundle(
          "base",
          Map.of(
              "engines.yaml", "[alpha, beta]",
              "thing.yaml",
                  "spec.alpha: {type: object, properties: {mode: {type: string, enum: [a, b]}}}"));

  @Test
  void aPluginsSectionAndEngineNamesAreAdded() {
    JsonNode spec =
        spec(
            plugin(
                "gamma.jar",
                "spec.gamma: {type: object, properties: {x: {type: integer}}}",
                "[gamma]"));

    assertThat(spec.at("/properties/gamma/properties/x/type").asText()).isEqualTo("integer");
    assertThat(spec.at("/properties/engine/enum"))
        .extracting(JsonNode::asText)
        .containsExactly("alpha", "beta", "gamma");
    assertThat(spec.at("/properties/alpha").isMissingNode()).isFalse();
  }

  @Test
  void theOrderOfThePluginsDoesNotShow() {
    SchemaBundle one = plugin("one.jar", "spec.one: {type: object}", "[one]");
    SchemaBundle two = plugin("two.jar", "spec.two: {type: object}", "[two]");

    assertThat(compose(inputs(one, two))).isEqualTo(compose(inputs(two, one)));
  }

  @Test
  void whatIsComposedComposesToItself() {
    CrdInputs inputs = inputs(plugin("g.jar", "spec.gamma: {type: object}", "[gamma]"));
    String once = compose(inputs);

    assertThat(compose(inputs.withInstalled(List.of(new SchemaFile("cluster", once)))))
        .isEqualTo(once);
  }

  @Test
  void twoPluginsMayBringTheSameSection() {
    String section = "spec.gamma: {type: object, properties: {x: {type: integer}}}";
    String more = "spec.gamma: {type: object, properties: {x: {type: integer}, y: {type: string}}}";

    JsonNode spec = spec(plugin("a.jar", section, "[]"), plugin("b.jar", more, "[]"));

    assertThat(spec.at("/properties/gamma/properties").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("x", "y");
  }

  @Test
  void aDifferenceBetweenTwoPluginsNamesBothAndTheField() {
    assertThatThrownBy(
            () ->
                spec(
                    plugin(
                        "a.jar",
                        "spec.gamma: {type: object, properties: {x: {type: integer}}}",
                        "[]"),
                    plugin(
                        "b.jar",
                        "spec.gamma: {type: object, properties: {x: {type: string}}}",
                        "[]")))
        .isInstanceOf(SchemaException.class)
        .hasMessageContainingAll("spec.gamma.x", "a.jar", "b.jar", "integer", "string");
  }

  @Test
  void aRuleThatOnlyOneOfThemHasIsADifference() {
    assertThatThrownBy(
            () -> spec(plugin("a.jar", "spec.name: {type: string, maxLength: 10}", "[]")))
        .isInstanceOf(SchemaException.class)
        .hasMessageContainingAll("Thing spec.name", "'maxLength' is 63", "base.yaml", "a.jar");
    assertThatThrownBy(() -> spec(plugin("a.jar", "spec.name: {type: string}", "[]")))
        .hasMessageContainingAll("63", "absent");
  }

  @Test
  void aPluginMayAddValuesToAnEnumOfTheBaseButNotToAnotherPlugins() {
    String wider = "spec.alpha: {type: object, properties: {mode: {type: string, enum: [b, c]}}}";
    String gamma = "spec.gamma: {type: string, enum: [a]}";
    String other = "spec.gamma: {type: string, enum: [b]}";

    assertThat(spec(plugin("a.jar", wider, "[]")).at("/properties/alpha/properties/mode/enum"))
        .extracting(JsonNode::asText)
        .containsExactly("a", "b", "c");
    assertThatThrownBy(() -> spec(plugin("a.jar", gamma, "[]"), plugin("b.jar", other, "[]")))
        .hasMessageContainingAll("spec.gamma", "a.jar", "b.jar");
  }

  @Test
  void aSectionMayBeMountedInAListAndNotOnNothing() {
    JsonNode spec = spec(plugin("a.jar", "spec.parts[].gamma: {type: string}", "[]"));

    assertThat(spec.at("/properties/parts/items/properties/gamma/type").asText())
        .isEqualTo("string");
    for (String nowhere : List.of("spec.nothing.gamma", "spec.name.gamma", "spec.name[].gamma")) {
      assertThatThrownBy(() -> spec(plugin("a.jar", nowhere + ": {type: string}", "[]")))
          .isInstanceOf(SchemaException.class)
          .hasMessageContainingAll("a.jar", "Thing", nowhere);
    }
  }

  @Test
  void aSchemaThatIsNotStructuralIsRefusedWithItsSource() {
    Map.of(
            "{properties: {x: {type: string}}}", "has no type",
            "{type: text}", "unknown type",
            "{type: array}", "without items",
            "{type: object, required: [y]}", "requires 'y'",
            "{type: integer, default: many}", "default of another type",
            "{type: string, enum: [a], default: b}", "default that its enum does not",
            "{type: object, $ref: x}", "$ref")
        .forEach(
            (schema, complaint) ->
                assertThatThrownBy(() -> spec(plugin("a.jar", "spec.gamma: " + schema, "[]")))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContainingAll("spec.gamma", "a.jar", complaint));
  }

  @Test
  void textThatIsNoYamlIsRefusedWithItsSource() {
    assertThatThrownBy(() -> spec(plugin("a.jar", "spec.gamma: {type: [", "[]")))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("a.jar/thing.yaml");
    assertThatThrownBy(() -> spec(plugin("a.jar", "spec.g: {type: string}", "Not A Name")))
        .hasMessageContaining("a.jar/engines.yaml");
  }

  @Test
  void aCrdThatGetsTooLargeIsRefused() {
    String large = "x".repeat(256 * 1024);

    assertThatThrownBy(
            () -> spec(plugin("a.jar", "spec.g: {type: string, description: " + large + "}", "[]")))
        .hasMessageContainingAll("Thing", "bytes");
  }

  @Test
  void filesOfKindsThatAreNotComposedArePassedOver() {
    SchemaBundle plugin = new SchemaBundle("a.jar", Map.of("unheardof.yaml", "spec.x: {}"));

    assertThat(compose(inputs(plugin))).isEqualTo(compose(inputs()));
  }

  @Test
  void whatTheClusterHasIsKept() {
    String installed =
        compose(inputs(plugin("gone.jar", "spec.gone: {type: string, enum: [x]}", "[gone]")))
            .replace("- th\n", "- thing\n")
            .replace("maxLength: 63", "maxLength: 20");

    ObjectNode crd =
        Yaml.object(
            "test", compose(inputs().withInstalled(List.of(new SchemaFile("cl", installed)))));
    JsonNode spec = schema(crd).at("/properties/spec");

    assertThat(spec.at("/properties/gone/type").asText()).isEqualTo("string");
    assertThat(spec.at("/properties/engine/enum"))
        .extracting(JsonNode::asText)
        .containsExactly("alpha", "beta", "gone");
    assertThat(spec.at("/properties/name/maxLength").asInt()).isEqualTo(63);
    assertThat(crd.at("/spec/names/shortNames"))
        .extracting(JsonNode::asText)
        .containsExactly("th", "thing");
  }

  @Test
  void anotherVersionThatTheClusterStoresStaysTheStoredOne() {
    String installed =
        """
        metadata: {name: things.example.io}
        spec:
          group: example.io
          scope: Namespaced
          names: {kind: Thing}
          versions:
            - {name: v1, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
            - {name: v2, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
        """;

    ObjectNode crd =
        Yaml.object(
            "test", compose(inputs().withInstalled(List.of(new SchemaFile("cl", installed)))));

    assertThat(crd.at("/spec/versions"))
        .extracting(version -> version.path("name").asText() + version.path("storage").asText())
        .containsExactly("v1false", "v2true");
  }

  @Test
  void aFieldOfAnotherTypeInTheClusterIsAnError() {
    String installed = compose(inputs()).replace("maxLength: 63", "format: x");
    String clash = installed.replaceFirst("name:\n( +)type: string", "name:\n$1type: integer");
    assertThat(clash).isNotEqualTo(installed);

    assertThatThrownBy(() -> compose(inputs().withInstalled(List.of(new SchemaFile("cl", clash)))))
        .isInstanceOf(SchemaException.class)
        .hasMessageContainingAll("spec.name", "cl", "integer", "string");
  }

  private static SchemaBundle plugin(String source, String thing, String engines) {
    return new SchemaBundle(source, Map.of("thing.yaml", thing, "engines.yaml", engines));
  }

  private static CrdInputs inputs(SchemaBundle... plugins) {
    return new CrdInputs(
        List.of(new SchemaFile("base.yaml", BASE)),
        List.of(PERMANENT),
        List.of(plugins),
        List.of());
  }

  private static String compose(CrdInputs inputs) {
    List<ComposedCrd> crds = CrdComposer.compose(inputs);
    assertThat(crds).singleElement().extracting(ComposedCrd::kind).isEqualTo("Thing");
    return crds.getFirst().yaml();
  }

  private static JsonNode spec(SchemaBundle... plugins) {
    return schema(Yaml.object("test", compose(inputs(plugins)))).at("/properties/spec");
  }

  static JsonNode schema(JsonNode crd) {
    return crd.at("/spec/versions/0/schema/openAPIV3Schema");
  }
}
