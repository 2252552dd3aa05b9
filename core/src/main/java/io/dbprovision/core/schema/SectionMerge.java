package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds one source's section to a kind. New fields are added; a field that is there must be the
 * same, but for its description, where the first one stays, and for the values of an enum of the
 * permanent base, to which a plugin may add.
 */
final class SectionMerge {
  private final String kind;
  private final Origins origins;
  private final String source;
  private final boolean permanent;

  SectionMerge(String kind, Origins origins, String source, boolean permanent) {
    this.kind = kind;
    this.origins = origins;
    this.source = source;
    this.permanent = permanent;
  }

  void mount(ObjectNode root, MountPoint point, ObjectNode section) {
    property(
        point.parent(root, source + " (" + kind + ")"), point.toString(), point.name(), section);
  }

  private void property(ObjectNode parent, String path, String name, ObjectNode schema) {
    ObjectNode properties = parent.withObjectProperty("properties");
    if (properties.get(name) instanceof ObjectNode known) {
      merge(known, schema, path);
    } else {
      properties.set(name, schema.deepCopy());
      origins.brought(path, source, permanent);
    }
  }

  private void merge(ObjectNode known, ObjectNode added, String path) {
    Set<String> keys = new LinkedHashSet<>();
    known.fieldNames().forEachRemaining(keys::add);
    added.fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      @Nullable JsonNode here = known.get(key);
      @Nullable JsonNode there = added.get(key);
      switch (key) {
        case "description" -> {}
        case "properties" -> properties(known, there, path);
        case "items", "additionalProperties" -> nested(here, there, path + "[]", key);
        case "enum" -> values(here, there, path);
        default -> same(here, there, path, key);
      }
    }
  }

  private void properties(ObjectNode known, @Nullable JsonNode added, String path) {
    if (added instanceof ObjectNode properties) {
      properties
          .properties()
          .forEach(
              entry ->
                  property(
                      known,
                      path + "." + entry.getKey(),
                      entry.getKey(),
                      schema(entry.getValue(), path + "." + entry.getKey())));
    }
  }

  private void nested(@Nullable JsonNode here, @Nullable JsonNode there, String path, String key) {
    if (here instanceof ObjectNode known && there instanceof ObjectNode added) {
      merge(known, added, path);
    } else {
      same(here, there, path, key);
    }
  }

  private void values(@Nullable JsonNode here, @Nullable JsonNode there, String path) {
    if (here instanceof ArrayNode known
        && there instanceof ArrayNode added
        && origins.permanent(path)) {
      Trees.addMissing(known, added);
    } else {
      same(here, there, path, "enum");
    }
  }

  private void same(@Nullable JsonNode here, @Nullable JsonNode there, String path, String key) {
    if (here == null || !here.equals(there)) {
      throw new SchemaException(
          "%s %s: '%s' is %s in %s but %s in %s"
              .formatted(
                  kind, path, key, shown(here), origins.sourceOf(path), shown(there), source));
    }
  }

  private ObjectNode schema(JsonNode node, String path) {
    if (node instanceof ObjectNode schema) {
      return schema;
    }
    throw new SchemaException("%s %s: %s holds no schema".formatted(kind, path, source));
  }

  private static String shown(@Nullable JsonNode node) {
    return node == null ? "absent" : node.toString();
  }
}
