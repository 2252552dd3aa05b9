package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A CRD as it is in the cluster. What it has is kept: whole versions, fields, values of enums,
 * columns, short names. For a field that both have, the new rules hold.
 */
final class InstalledCrd {
  private final String source;
  private final ObjectNode crd;

  InstalledCrd(String source, ObjectNode crd) {
    this.source = source;
    this.crd = crd;
  }

  String name() {
    return crd.path("metadata").path("name").asText();
  }

  /**
   * @throws SchemaException when a field has another type there, or the CRD another group or scope
   */
  void keepIn(ObjectNode composed) {
    ObjectNode now = composed.withObjectProperty("spec");
    JsonNode before = crd.path("spec");
    for (String fixed : new String[] {"group", "scope"}) {
      requireSame(before.path(fixed).asText(), now.path(fixed).asText(), "spec." + fixed);
    }
    keepElements(now.withObjectProperty("names"), before.path("names"), "shortNames");
    keepElements(now.withObjectProperty("names"), before.path("names"), "categories");
    if (!before.path("conversion").path("strategy").asText("None").equals("None")) {
      now.set("conversion", before.path("conversion"));
    }
    for (JsonNode version : before.path("versions")) {
      Optional<ObjectNode> same = version(now, version.path("name").asText());
      if (same.isPresent()) {
        keepVersion(same.get(), version);
      } else {
        now.withArrayProperty("versions").add(version.deepCopy());
      }
    }
  }

  private static Optional<ObjectNode> version(ObjectNode spec, String name) {
    for (JsonNode version : spec.path("versions")) {
      if (version instanceof ObjectNode found && found.path("name").asText().equals(name)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private void keepVersion(ObjectNode now, JsonNode before) {
    // which version is stored is the cluster's business: another one would strand its objects
    now.set("storage", before.path("storage"));
    now.set("served", before.path("served"));
    keepColumns(now.withArrayProperty("additionalPrinterColumns"), before);
    String at = now.path("name").asText();
    if (now.path("schema").get("openAPIV3Schema") instanceof ObjectNode schema) {
      keepFields(schema, before.path("schema").path("openAPIV3Schema"), at);
    }
  }

  private static void keepColumns(ArrayNode columns, JsonNode before) {
    for (JsonNode column : before.path("additionalPrinterColumns")) {
      if (!columns.findValuesAsText("name").contains(column.path("name").asText())) {
        columns.add(column.deepCopy());
      }
    }
  }

  private void keepFields(ObjectNode now, JsonNode before, String path) {
    if (before.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      now.put("x-kubernetes-preserve-unknown-fields", true);
    }
    if (now.has("type") && before.has("type")) {
      requireSame(before.path("type").asText(), now.path("type").asText(), path);
    }
    if (now.has("enum") && before.has("enum")) {
      keepElements(now, before, "enum");
    }
    if (now.get("required") instanceof ArrayNode required) {
      // a field that objects could do without stays optional
      required.removeIf(name -> !Trees.contains(before.path("required"), name));
    }
    for (String nested : new String[] {"items", "additionalProperties"}) {
      if (now.get(nested) instanceof ObjectNode inner) {
        keepFields(inner, before.path(nested), path + "[]");
      }
    }
    before
        .path("properties")
        .properties()
        .forEach(entry -> keepField(now, entry.getKey(), entry.getValue(), path));
  }

  private void keepField(ObjectNode parent, String name, JsonNode before, String path) {
    ObjectNode properties = parent.withObjectProperty("properties");
    if (properties.get(name) instanceof ObjectNode now) {
      keepFields(now, before, path + "." + name);
    } else {
      properties.set(name, before.deepCopy());
    }
  }

  private static void keepElements(ObjectNode now, JsonNode before, String list) {
    if (!before.path(list).isEmpty()) {
      Trees.addMissing(now.withArrayProperty(list), before.path(list));
    }
  }

  private void requireSame(String before, String now, String path) {
    if (!before.equals(now)) {
      throw new SchemaException(
          "%s %s: '%s' in %s cannot become '%s'".formatted(name(), path, before, source, now));
    }
  }
}
