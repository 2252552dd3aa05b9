package io.dbprovision.distribution.fields;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dbprovision.core.schema.ComposedCrd;
import io.dbprovision.core.schema.CrdComposer;
import io.dbprovision.distribution.GeneratedFiles;
import io.dbprovision.distribution.Repo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Kinds that have their fields in common. */
enum Family {
  INSTANCE,
  DATABASE,
  USER,
  ROLE,
  GRANT,
  BACKUP,
  RESTORE,
  SCHEDULE;

  /** A block of a backup's fields: under that kind each of them has its cases. */
  private static final String BORROWED = "spec.snapshot";

  List<String> kinds() {
    return switch (this) {
      case INSTANCE -> List.of("DatabaseInstance", "ClusterDatabaseInstance");
      case DATABASE -> List.of("Database");
      case USER -> List.of("DatabaseUser");
      case ROLE -> List.of("DatabaseRole", "ClusterDatabaseRole");
      case GRANT -> List.of("DatabaseGrant", "ClusterDatabaseGrant");
      case BACKUP -> List.of("DatabaseBackup");
      case RESTORE -> List.of("DatabaseRestore");
      case SCHEDULE -> List.of("DatabaseBackupSchedule");
    };
  }

  static Family of(String kind) {
    for (Family family : values()) {
      if (family.kinds().contains(kind)) {
        return family;
      }
    }
    throw new IllegalArgumentException(kind);
  }

  /** The schema of each field of {@code spec}, by path; what is in a list has {@code []} before. */
  SortedMap<String, JsonNode> fields() {
    SortedMap<String, JsonNode> fields = new TreeMap<>();
    Map<String, JsonNode> schemas = schemas();
    schemas.keySet().retainAll(kinds());
    schemas.values().forEach(schema -> walk("spec", schema, fields));
    return fields;
  }

  /** Whether the field only holds others: what it does is what they do. */
  static boolean holdsOthers(JsonNode schema) {
    return schema.has("properties") || schema.path("items").has("properties");
  }

  private static void walk(String path, JsonNode block, Map<String, JsonNode> into) {
    block
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String name = path + "." + field.getKey();
              if (name.equals(BORROWED)) {
                into.putIfAbsent(name, JsonNodeFactory.instance.objectNode());
                return;
              }
              into.putIfAbsent(name, field.getValue());
              walk(name, field.getValue(), into);
              walk(name + "[]", field.getValue().path("items"), into);
            });
  }

  /** Schema of {@code spec} by kind. */
  private static Map<String, JsonNode> schemas() {
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    for (ComposedCrd crd : CrdComposer.compose(GeneratedFiles.inputs(Repo.root()))) {
      try {
        JsonNode tree = new YAMLMapper().readTree(crd.yaml());
        schemas.put(crd.kind(), tree.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
      } catch (JacksonException e) {
        throw new IllegalArgumentException(crd.kind(), e);
      }
    }
    return schemas;
  }
}
