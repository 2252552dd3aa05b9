package io.dbprovision.distribution.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.distribution.fields.Trial.Look;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code spec.template} of {@code DatabaseBackupSchedule}: every field is as it is in the backup
 * that is made, where other trials are about what it does.
 */
final class TemplateTrials {
  private static final String KIND = "DatabaseBackupSchedule";
  private static final String TEMPLATE = "spec.template.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private TemplateTrials() {}

  static List<Trial> all() {
    Map<String, JsonNode> fields = new LinkedHashMap<>(Family.SCHEDULE.fields());
    fields
        .entrySet()
        .removeIf(
            field -> !field.getKey().startsWith(TEMPLATE) || Family.holdsOthers(field.getValue()));
    Exhibit one = schedule("template-one", fields, false);
    Exhibit other = schedule("template-other", fields, true);
    List<Trial> trials = new ArrayList<>();
    fields.forEach(
        (field, schema) ->
            trials.add(
                CopyLooks.trial(field, one, other)
                    .shows(made(field), json(value(schema, false)), json(value(schema, true)))));
    return trials;
  }

  /** Both values are in JSON, which is YAML, too. */
  private static Exhibit schedule(String name, Map<String, JsonNode> fields, boolean other) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("schedule", "0 0 1 1 *");
    spec.put("deletionProtection", false);
    fields.forEach((field, schema) -> SpecTree.set(spec, field, value(schema, other)));
    return Exhibit.of(KIND, name, json(spec)).after(stage -> stage.annotate("run-now", "once"));
  }

  private static Look made(String field) {
    String pointer = "/" + field.substring(TEMPLATE.length()).replace('.', '/');
    return stage -> {
      String name = stage.status("/lastBackup/name");
      if (name.isEmpty()) {
        return "no backup yet";
      }
      JsonNode found = stage.beside("DatabaseBackup", name).object().at(pointer);
      // the operator's own are among labels and annotations
      return found.has("it") ? json(Map.of("it", found.path("it").asText())) : found.toString();
    };
  }

  private static Object value(JsonNode schema, boolean other) {
    return switch (schema.path("type").asText()) {
      case "object" -> Map.of("it", other ? "other" : "one");
      case "array" -> List.of(other ? "other" : "one");
      case "integer" -> Math.max(1, schema.path("minimum").asInt()) + (other ? 1 : 0);
      case "boolean" -> other;
      default ->
          schema.has("enum")
              ? schema.path("enum").path(other ? 1 : 0).asText()
              : other ? "other" : "one";
    };
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
