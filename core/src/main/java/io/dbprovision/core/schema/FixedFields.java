package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what an object may not change, as the API server does before it takes a new manifest.
 * Values are never quoted: they may be long, hostile or secret. For one use.
 */
final class FixedFields {
  private static final String RULE = "self == oldSelf";

  private final List<String> changed = new ArrayList<>();

  List<String> changed() {
    return List.copyOf(changed);
  }

  /** Goes through both; what is only in one of them is no change of its value. */
  void compare(String path, JsonNode before, JsonNode now, JsonNode schema) {
    if (before.isNull() || now.isNull()) {
      return;
    }
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      if (rule.path("rule").asText().strip().equals(RULE) && !before.equals(now)) {
        changed.add(
            "%s: %s: the API server refuses to change it; change it back, or make another object"
                .formatted(path, rule.path("message").asText("immutable")));
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String name = property.getKey();
              if (before.has(name) && now.has(name)) {
                compare(path + "." + name, before.get(name), now.get(name), property.getValue());
              }
            });
  }
}
