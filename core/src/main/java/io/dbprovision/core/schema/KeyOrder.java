package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** One order of keys, so that the text does not depend on who brought what first. */
final class KeyOrder {
  private static final List<String> FIRST =
      List.of(
          "apiVersion",
          "kind",
          "metadata",
          "name",
          "group",
          "scope",
          "names",
          "conversion",
          "served",
          "storage",
          "description",
          "type",
          "format",
          "default",
          "enum",
          "pattern",
          "required",
          "properties",
          "items");
  private static final Comparator<String> NAMES = Comparator.naturalOrder();
  private static final Comparator<String> KEYWORDS =
      Comparator.<String>comparingInt(
              key -> FIRST.contains(key) ? FIRST.indexOf(key) : FIRST.size())
          .thenComparing(NAMES);

  private KeyOrder() {}

  /** A copy of a CRD: keywords in one order, properties by name. */
  static ObjectNode crd(ObjectNode crd) {
    return sorted(crd, KEYWORDS);
  }

  private static ObjectNode sorted(ObjectNode node, Comparator<String> order) {
    List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(node.properties());
    entries.sort(Map.Entry.comparingByKey(order));
    ObjectNode copy = node.objectNode();
    for (Map.Entry<String, JsonNode> entry : entries) {
      // what stands below "properties" are names that people chose, not keywords
      Comparator<String> inner =
          entry.getKey().equals("properties") && !order.equals(NAMES) ? NAMES : KEYWORDS;
      copy.set(entry.getKey(), child(entry.getValue(), inner));
    }
    return copy;
  }

  private static JsonNode child(JsonNode value, Comparator<String> order) {
    return switch (value) {
      case ObjectNode object -> sorted(object, order);
      case ArrayNode array -> {
        ArrayNode copy = array.arrayNode();
        array.forEach(element -> copy.add(child(element, KEYWORDS)));
        yield copy;
      }
      default -> value;
    };
  }
}
