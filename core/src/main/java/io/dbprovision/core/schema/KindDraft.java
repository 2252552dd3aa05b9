package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** One CRD while it is composed. Not thread-safe. */
final class KindDraft {
  /** An object of more bytes is refused where it is applied, its annotations included. */
  private static final int MAX_BYTES = 256 * 1024;

  private final ObjectNode crd;
  private final ObjectNode schema;
  private final String kind;
  private final Origins origins;

  KindDraft(SchemaFile base) {
    this.crd = Yaml.object(base.source(), base.text());
    this.kind = crd.path("spec").path("names").path("kind").asText();
    this.origins = new Origins(base.source());
    JsonNode versions = crd.path("spec").path("versions");
    if (kind.isEmpty()
        || versions.size() != 1
        || !(versions.path(0).path("schema").get("openAPIV3Schema") instanceof ObjectNode root)) {
      throw new SchemaException(
          base.source() + ": a CRD with one version and a schema is expected");
    }
    this.schema = root;
  }

  String kind() {
    return kind;
  }

  String name() {
    return crd.path("metadata").path("name").asText();
  }

  void add(SchemaBundle bundle, boolean permanent) {
    String file = SectionFiles.of(kind);
    String text = bundle.files().get(file);
    if (text == null) {
      return;
    }
    String source = bundle.source() + "/" + file;
    SectionMerge merge = new SectionMerge(kind, origins, source, permanent);
    Yaml.object(source, text)
        .properties()
        .forEach(
            entry -> {
              if (!(entry.getValue() instanceof ObjectNode section)) {
                throw new SchemaException(source + ": " + entry.getKey() + " holds no schema");
              }
              merge.mount(schema, MountPoint.parse(entry.getKey()), section);
            });
  }

  /** Fills in what {@code spec.engine} accepts, on the kind that has it. */
  void setEngines(Collection<String> engines) {
    if (schema.path("properties").path("spec").path("properties").get("engine")
        instanceof ObjectNode engine) {
      ArrayNode values = engine.putArray("enum");
      engines.forEach(values::add);
    }
  }

  void keep(InstalledCrd installed) {
    installed.keepIn(crd);
  }

  ComposedCrd finish() {
    new StructuralCheck(kind, origins).check(schema, "");
    String yaml = Yaml.write(KeyOrder.crd(crd));
    int bytes = yaml.getBytes(StandardCharsets.UTF_8).length;
    if (bytes >= MAX_BYTES) {
      throw new SchemaException(
          "%s: the CRD would have %d bytes; fewer than %d are allowed"
              .formatted(kind, bytes, MAX_BYTES));
    }
    return new ComposedCrd(kind, name(), yaml);
  }
}
