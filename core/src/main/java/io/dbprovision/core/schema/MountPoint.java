package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Where in a kind a section belongs: property names with dots between, {@code []} after one that is
 * a list.
 */
record MountPoint(List<String> path) {
  MountPoint {
    path = List.copyOf(path);
  }

  static MountPoint parse(String text) {
    return new MountPoint(List.of(text.split("\\.", -1)));
  }

  String name() {
    return path.getLast();
  }

  /** The schema that gets the section as a property. */
  ObjectNode parent(ObjectNode root, String source) {
    ObjectNode at = root;
    for (String step : path.subList(0, path.size() - 1)) {
      boolean list = step.endsWith("[]");
      String property = list ? step.substring(0, step.length() - 2) : step;
      if (!(at.path("properties").get(property) instanceof ObjectNode next)) {
        throw nowhere(source);
      }
      at = next;
      if (list) {
        if (!(at.get("items") instanceof ObjectNode items)) {
          throw nowhere(source);
        }
        at = items;
      }
    }
    if (!at.path("type").asText().equals("object")) {
      throw nowhere(source);
    }
    return at;
  }

  private SchemaException nowhere(String source) {
    return new SchemaException(
        "%s: nothing to mount %s on: %s is not an object there"
            .formatted(source, this, String.join(".", path.subList(0, path.size() - 1))));
  }

  @Override
  public String toString() {
    return String.join(".", path);
  }
}
