package io.dbprovision.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One field as v1alpha1 has it, to be found again in a schema. */
final class OutlinedField {
  /** Patterns that let in more than they did. */
  private static final Map<String, String> WIDENED = Map.of("^[A-Z][A-Z ]*$", "^[A-Z][A-Z_ ]*$");

  private static final List<String> RULES =
      List.of(
          "format",
          "default",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "minItems",
          "maxItems");

  private final String path;
  private final JsonNode outline;
  private final List<String> complaints = new ArrayList<>();

  OutlinedField(String path, JsonNode outline) {
    this.path = path;
    this.outline = outline;
  }

  List<String> complaints(JsonNode root) {
    JsonNode field = find(root);
    String type = outline.path("type").asText();
    if (type.startsWith("array<")) {
      expect("type", "array", field.path("type").asText());
      expect("items", type.substring(6, type.length() - 1), field.at("/items/type").asText());
      rules(outline.path("items"), field.path("items"));
    } else if (type.startsWith("map<")) {
      expect("type", "object", field.path("type").asText());
      expect("values", "string", field.at("/additionalProperties/type").asText());
    } else {
      expect("type", type, field.path("type").asText());
    }
    rules(outline, field);
    for (JsonNode rule : outline.path("cel")) {
      if (!has(field.path("x-kubernetes-validations"), rule)) {
        complaints.add(path + ": lacks the rule " + rule);
      }
    }
    if (field.path("x-kubernetes-validations").size() != outline.path("cel").size()) {
      complaints.add(path + ": has other rules too");
    }
    if (field.path("description").asText().isBlank()) {
      complaints.add(path + ": has no description");
    }
    return complaints;
  }

  private JsonNode find(JsonNode root) {
    JsonNode at = root;
    for (String step : path.split("\\.", -1)) {
      boolean list = step.endsWith("[]");
      at = at.path("properties").path(list ? step.substring(0, step.length() - 2) : step);
      at = list ? at.path("items") : at;
    }
    return at;
  }

  private void rules(JsonNode before, JsonNode now) {
    for (String rule : RULES) {
      String was = before.path(rule).toString();
      String is = now.path(rule).toString();
      String wide = WIDENED.getOrDefault(before.path(rule).asText(), "");
      if (!was.equals(is) && !wide.equals(now.path(rule).asText())) {
        complaints.add("%s: %s was %s and is %s".formatted(path, rule, was, is));
      }
    }
    if (now.has("enum") && !before.has("enum")) {
      complaints.add(path + ": an enum where there was none");
    }
    before
        .path("enum")
        .forEach(
            value -> {
              if (!now.path("enum").toString().contains(value.toString())) {
                complaints.add(path + ": no longer takes " + value);
              }
            });
  }

  private static boolean has(JsonNode rules, JsonNode wanted) {
    for (JsonNode rule : rules) {
      if (rule.path("rule").equals(wanted.path("rule"))
          && rule.path("message")
              .asText()
              .contains(wanted.path("messageMustContain").path(0).asText())) {
        return true;
      }
    }
    return false;
  }

  private void expect(String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      complaints.add("%s: %s is %s, not %s".formatted(path, what, actual, expected));
    }
  }
}
