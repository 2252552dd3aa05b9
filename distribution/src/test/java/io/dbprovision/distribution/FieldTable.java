package io.dbprovision.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** The fields of a block as a Markdown table, one row each, blocks before what is in them. */
final class FieldTable {
  private final StringBuilder rows = new StringBuilder();

  private FieldTable() {}

  static String of(String path, JsonNode block) {
    FieldTable table = new FieldTable();
    table.rows.append("| Field | Type | Default | Allowed | |\n|---|---|---|---|---|\n");
    table.fields(path, block);
    return table.rows.toString();
  }

  private void fields(String path, JsonNode block) {
    block
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String name = path + "." + field.getKey();
              boolean required = contains(block.path("required"), field.getKey());
              row(name, field.getValue(), required);
              fields(name, field.getValue());
              fields(name + "[]", field.getValue().path("items"));
            });
  }

  private void row(String name, JsonNode field, boolean required) {
    rows.append("| `")
        .append(name)
        .append("` | ")
        .append(type(field))
        .append(" | ")
        .append(field.has("default") ? code(field.path("default")) : required ? "required" : "")
        .append(" | ")
        .append(allowed(field))
        .append(" | ")
        .append(field.path("description").asText())
        .append(" |\n");
  }

  private static String type(JsonNode field) {
    if (field.has("items")) {
      return "list of " + type(field.path("items"));
    }
    if (field.path("additionalProperties").has("type")) {
      return "map to " + type(field.path("additionalProperties"));
    }
    return field.path("format").asText().equals("date-time") ? "time" : field.path("type").asText();
  }

  private static String allowed(JsonNode field) {
    StringJoiner allowed = new StringJoiner("; ");
    JsonNode value = field.has("items") ? field.path("items") : field;
    if (value.has("enum")) {
      StringJoiner values = new StringJoiner(", ");
      value.path("enum").forEach(each -> values.add(code(each)));
      allowed.add(values.toString());
    }
    if (value.has("pattern")) {
      allowed.add(code(value.path("pattern")));
    }
    bounds(allowed, field.path("minimum"), field.path("maximum"), "");
    bounds(allowed, field.path("minLength"), field.path("maxLength"), " characters");
    bounds(allowed, field.path("minItems"), field.path("maxItems"), " entries");
    return allowed.toString();
  }

  private static void bounds(StringJoiner allowed, JsonNode least, JsonNode most, String unit) {
    if (least.isNumber() && most.isNumber()) {
      allowed.add(least.asText() + " to " + most.asText() + unit);
    } else if (least.isNumber()) {
      allowed.add("at least " + least.asText() + unit);
    } else if (most.isNumber()) {
      allowed.add("at most " + most.asText() + unit);
    }
  }

  private static String code(JsonNode value) {
    String text = value.isTextual() ? value.asText() : value.toString();
    return "`" + text.replace("|", "\\|") + "`";
  }

  private static boolean contains(JsonNode list, String text) {
    for (JsonNode element : list) {
      if (element.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }
}
