package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The rules of structural schemas that a section's author is most likely to break. */
final class StructuralCheck {
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "integer", "number", "boolean");
  private static final List<String> FORBIDDEN =
      List.of("$ref", "definitions", "dependencies", "patternProperties", "deprecated", "id");

  private final String kind;
  private final Origins origins;

  StructuralCheck(String kind, Origins origins) {
    this.kind = kind;
    this.origins = origins;
  }

  /**
   * @param path of the schema; empty for the root
   */
  void check(JsonNode schema, String path) {
    if (!(schema instanceof ObjectNode)) {
      throw wrong(path, "is no schema");
    }
    requireType(schema, path);
    for (String keyword : FORBIDDEN) {
      if (schema.has(keyword)) {
        throw wrong(path, "has '" + keyword + "', which CRDs do not allow");
      }
    }
    if (schema.has("properties") && schema.has("additionalProperties")) {
      throw wrong(path, "has both properties and additionalProperties");
    }
    for (JsonNode name : schema.path("required")) {
      if (!schema.path("properties").has(name.asText())) {
        throw wrong(path, "requires '" + name.asText() + "', which it does not have");
      }
    }
    requireFittingDefault(schema, path);
    schema
        .path("properties")
        .properties()
        .forEach(
            entry ->
                check(
                    entry.getValue(),
                    path.isEmpty() ? entry.getKey() : path + "." + entry.getKey()));
    if (schema.has("items")) {
      check(schema.path("items"), path + "[]");
    }
    if (schema.path("additionalProperties").isObject()) {
      check(schema.path("additionalProperties"), path + "[]");
    }
  }

  private void requireType(JsonNode schema, String path) {
    String type = schema.path("type").asText();
    boolean untyped =
        schema.path("x-kubernetes-int-or-string").asBoolean()
            || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    if (type.isEmpty() ? !untyped : !TYPES.contains(type)) {
      throw wrong(path, type.isEmpty() ? "has no type" : "has the unknown type '" + type + "'");
    }
    if (type.equals("array") && !schema.has("items")) {
      throw wrong(path, "is an array without items");
    }
  }

  private void requireFittingDefault(JsonNode schema, String path) {
    JsonNode value = schema.path("default");
    boolean fits =
        value.isMissingNode()
            || switch (schema.path("type").asText()) {
              case "object" -> value.isObject();
              case "array" -> value.isArray();
              case "string" -> value.isTextual();
              case "integer" -> value.isIntegralNumber();
              case "number" -> value.isNumber();
              case "boolean" -> value.isBoolean();
              default -> true;
            };
    if (!fits) {
      throw wrong(path, "has a default of another type");
    }
    if (!value.isMissingNode()
        && schema.has("enum")
        && !Trees.contains(schema.path("enum"), value)) {
      throw wrong(path, "has a default that its enum does not");
    }
  }

  private SchemaException wrong(String path, String what) {
    return new SchemaException(
        "%s %s, from %s, %s".formatted(kind, path, origins.sourceOf(path), what));
  }
}
