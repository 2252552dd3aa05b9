package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Small operations on lists in a tree. */
final class Trees {
  private Trees() {}

  /** Appends what is not there yet, in its order. */
  static void addMissing(ArrayNode target, Iterable<JsonNode> additions) {
    for (JsonNode addition : additions) {
      if (!contains(target, addition)) {
        target.add(addition);
      }
    }
  }

  static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode element : list) {
      if (element.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
