package io.dbprovision.spi.testkit.hostile;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The fields of an OpenAPI schema that hold text. */
public final class TextFields {
  private final Set<String> found = new TreeSet<>();

  private TextFields() {}

  /**
   * @param path where the schema stands, such as {@code spec}
   * @return paths; {@code []} is an item of a list, {@code <key>} and {@code <value>} those of a
   *     map
   */
  public static Set<String> of(String path, Map<?, ?> schema) {
    TextFields fields = new TextFields();
    fields.walk(path, schema);
    return fields.found;
  }

  private void walk(String path, Map<?, ?> schema) {
    if ("string".equals(schema.get("type"))) {
      found.add(path);
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      walk(path + "[]", items);
    }
    if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
      found.add(path + ".<key>");
      walk(path + ".<value>", values);
    }
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, property) -> {
            if (property instanceof Map<?, ?> nested) {
              walk(path + "." + name, nested);
            }
          });
    }
  }
}
