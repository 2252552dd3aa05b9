package io.dbprovision.distribution.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The blocks of other engines: all their fields at once, and what the operator says of them. */
final class OtherEngines {
  private static final Map<Family, String> KINDS =
      Map.of(
          Family.INSTANCE, "DatabaseInstance",
          Family.DATABASE, "Database",
          Family.USER, "DatabaseUser",
          Family.ROLE, "DatabaseRole",
          Family.GRANT, "DatabaseGrant");

  private OtherEngines() {}

  /**
   * @param section the engine's own block, which is no other's
   */
  static List<Trial> all(String section) {
    List<Trial> trials = new ArrayList<>();
    for (Family family : KINDS.keySet()) {
      family
          .fields()
          .forEach(
              (field, schema) -> {
                if (isSection(field, schema, section)) {
                  trials.add(trial(family, field, schema));
                }
              });
    }
    return trials;
  }

  /** Whether a trial of the field speaks for all that is in it. */
  static boolean isBlock(Trial trial) {
    return trial.second() instanceof Map
        || (trial.second() instanceof Exhibit && isSection(trial.field()));
  }

  private static boolean isSection(String field) {
    return List.of("postgres", "mysql", "clickhouse")
        .contains(field.substring(field.lastIndexOf('.') + 1));
  }

  private static boolean isSection(String field, JsonNode schema, String section) {
    return schema.has("properties") && !field.endsWith("." + section) && isSection(field);
  }

  private static Trial trial(Family family, String field, JsonNode schema) {
    String spec =
        switch (family) {
          case INSTANCE -> InstanceTrials.spec("");
          case DATABASE -> "name: '{n}'\ninstanceRef: {name: pg}\n";
          case USER -> UserTrials.USER;
          case ROLE -> "roleName: '{n}'\ninstanceRef: {name: pg}\n";
          case GRANT -> GrantTrials.GRANT;
          case BACKUP, RESTORE, SCHEDULE -> throw new IllegalArgumentException(field);
        };
    Trial trial =
        Trial.of(KINDS.getOrDefault(family, ""), field, spec)
            .values(Trial.ABSENT, sample(schema))
            .shows(Looks.condition("Synced"), "True", "never");
    return switch (family) {
      case INSTANCE -> trial.before(InstanceTrials.own());
      case GRANT -> trial.before(GrantTrials.user());
      default -> trial;
    };
  }

  /** A value with every field in it. */
  static Object sample(JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "object" -> {
        Map<String, Object> map = new LinkedHashMap<>();
        schema
            .path("properties")
            .properties()
            .forEach(field -> map.put(field.getKey(), sample(field.getValue())));
        yield schema.has("additionalProperties") ? Map.of("key", "value") : map;
      }
      case "array" -> List.of(sample(schema.path("items")));
      case "integer" -> Math.max(1, schema.path("minimum").asInt());
      case "boolean" -> true;
      default ->
          schema.has("enum")
              ? schema.at("/enum/0").asText()
              : schema.has("pattern") ? "SELECT" : "text";
    };
  }
}
