package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares a value with its structural schema as the API server does for a new object. Values are
 * never quoted: they may be long, hostile or secret. For one use.
 */
final class ValueCheck {
  private final List<String> problems = new ArrayList<>();

  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Goes through the value, and everything in it; null counts as absent. */
  void check(String path, JsonNode value, JsonNode schema) {
    if (value.isNull()
        || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
        || schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return;
    }
    switch (schema.path("type").asText()) {
      case "object" -> object(path, value, schema);
      case "array" -> array(path, value, schema);
      case "string" -> string(path, value, schema);
      case "integer" -> number(path, value, schema, whole(value));
      case "number" -> number(path, value, schema, value.isNumber());
      case "boolean" -> require(value.isBoolean(), path, "must be true or false");
      default -> {}
    }
  }

  private void object(String path, JsonNode value, JsonNode schema) {
    if (!require(value.isObject(), path, "must be a mapping")) {
      return;
    }
    JsonNode properties = schema.path("properties");
    JsonNode further = schema.path("additionalProperties");
    value
        .properties()
        .forEach(
            field -> {
              String at = path + "." + field.getKey();
              if (properties.has(field.getKey())) {
                check(at, field.getValue(), properties.get(field.getKey()));
              } else if (further.isObject()) {
                check(at, field.getValue(), further);
              } else if (!further.asBoolean()) {
                problems.add(at + ": there is no such field");
              }
            });
    schema
        .path("required")
        .forEach(
            name ->
                require(present(value, name.asText()), path + "." + name.asText(), "is required"));
    schema
        .path("x-kubernetes-validations")
        .forEach(
            rule ->
                require(
                    HasRule.holds(rule.path("rule").asText(), value).orElse(true),
                    path,
                    rule.path("message").asText("breaks the rule " + rule.path("rule").asText())));
  }

  private static boolean present(JsonNode value, String field) {
    return value.has(field) && !value.get(field).isNull();
  }

  private void array(String path, JsonNode value, JsonNode schema) {
    if (!require(value.isArray(), path, "must be a list")) {
      return;
    }
    size(path, value.size(), schema, "Items", "entries");
    for (int i = 0; i < value.size(); i++) {
      check(path + "[" + i + "]", value.get(i), schema.path("items"));
    }
  }

  private void string(String path, JsonNode value, JsonNode schema) {
    if (!require(value.isTextual(), path, "must be a text; quote what looks like another type")) {
      return;
    }
    String text = value.asText();
    size(path, text.codePointCount(0, text.length()), schema, "Length", "characters");
    if (schema.has("pattern")) {
      String pattern = schema.path("pattern").asText();
      require(Pattern.compile(pattern).matcher(text).find(), path, "must match " + pattern);
    }
    if (schema.has("enum")) {
      List<String> known = new ArrayList<>();
      schema.path("enum").forEach(one -> known.add(one.asText()));
      require(known.contains(text), path, "must be one of " + String.join(", ", known));
    }
  }

  private void number(String path, JsonNode value, JsonNode schema, boolean fits) {
    boolean integer = schema.path("type").asText().equals("integer");
    if (!require(fits, path, integer ? "must be a whole number" : "must be a number")) {
      return;
    }
    BigDecimal number = value.decimalValue();
    if (schema.path("format").asText().equals("int32")) {
      limit(path, number, BigDecimal.valueOf(Integer.MIN_VALUE), -1);
      limit(path, number, BigDecimal.valueOf(Integer.MAX_VALUE), 1);
    }
    if (schema.has("minimum")) {
      limit(path, number, schema.get("minimum").decimalValue(), -1);
    }
    if (schema.has("maximum")) {
      limit(path, number, schema.get("maximum").decimalValue(), 1);
    }
  }

  private void limit(String path, BigDecimal number, BigDecimal bound, int beyond) {
    require(
        number.compareTo(bound) != beyond,
        path,
        "must be " + bound.toPlainString() + (beyond < 0 ? " or more" : " or less"));
  }

  private void size(String path, int size, JsonNode schema, String sort, String unit) {
    JsonNode least = schema.path("min" + sort);
    require(
        !least.isNumber() || size >= least.asInt(),
        path,
        "must have %s %s or more".formatted(least.asText(), unit));
    JsonNode most = schema.path("max" + sort);
    require(
        !most.isNumber() || size <= most.asInt(),
        path,
        "must have %s %s or fewer".formatted(most.asText(), unit));
  }

  private static boolean whole(JsonNode value) {
    return value.isIntegralNumber()
        || (value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0);
  }

  private boolean require(boolean good, String path, String message) {
    if (!good) {
      problems.add(path + ": " + message);
    }
    return good;
  }
}
