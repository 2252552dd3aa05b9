package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What one form of a CRD accepts and another does not. */
public final class CrdGaps {
  private final List<String> gaps = new ArrayList<>();

  private CrdGaps() {}

  /**
   * @return fields by their paths, such as {@code spec.engine}, with {@code = value} for a value of
   *     an enum, and {@code version v2} for a whole version; of a field that is missing, what is
   *     inside is not listed
   * @throws SchemaException when one of them is no CRD in YAML or JSON
   */
  public static List<String> of(SchemaFile more, SchemaFile less) {
    CrdGaps found = new CrdGaps();
    JsonNode there = Yaml.object(less.source(), less.text()).path("spec").path("versions");
    for (JsonNode version : Yaml.object(more.source(), more.text()).path("spec").path("versions")) {
      found.compareVersion(version, there);
    }
    return List.copyOf(found.gaps);
  }

  private void compareVersion(JsonNode version, JsonNode there) {
    String name = version.path("name").asText();
    for (JsonNode candidate : there) {
      if (candidate.path("name").asText().equals(name)) {
        compare(schema(version), schema(candidate), "");
        return;
      }
    }
    gaps.add("version " + name);
  }

  private static JsonNode schema(JsonNode version) {
    return version.path("schema").path("openAPIV3Schema");
  }

  private void compare(JsonNode more, JsonNode less, String path) {
    for (JsonNode value : more.path("enum")) {
      // without a list of values every one is accepted
      if (less.path("enum").isArray() && !Trees.contains(less.path("enum"), value)) {
        gaps.add(path + " = " + value.asText());
      }
    }
    for (String nested : new String[] {"items", "additionalProperties"}) {
      if (more.get(nested) instanceof ObjectNode inner) {
        compare(inner, less.path(nested), path + "[]");
      }
    }
    more.path("properties")
        .properties()
        .forEach(
            property -> {
              String field = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
              JsonNode same = less.path("properties").path(property.getKey());
              if (same.isMissingNode()) {
                gaps.add(field);
              } else {
                compare(property.getValue(), same, field);
              }
            });
  }
}
