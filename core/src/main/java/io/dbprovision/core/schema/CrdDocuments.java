package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes texts with several CRDs apart: documents of one file, or a list as kubectl prints it. */
public final class CrdDocuments {
  private CrdDocuments() {}

  /**
   * @param source its name in messages
   * @return each CRD by its own name, such as {@code things.example.io}
   * @throws SchemaException when something in it is no CRD, or none is
   */
  public static Map<String, SchemaFile> split(String source, String text) {
    Map<String, SchemaFile> crds = new LinkedHashMap<>();
    for (JsonNode document : Yaml.documents(source, text)) {
      if (document.path("items").isArray()) {
        document.path("items").forEach(item -> add(source, item, crds));
      } else {
        add(source, document, crds);
      }
    }
    if (crds.isEmpty()) {
      throw new SchemaException(source + ": holds no CRD");
    }
    return crds;
  }

  private static void add(String source, JsonNode document, Map<String, SchemaFile> crds) {
    String name = document.path("metadata").path("name").asText();
    if (!document.path("kind").asText().equals("CustomResourceDefinition") || name.isEmpty()) {
      throw new SchemaException(source + ": a CustomResourceDefinition is expected");
    }
    crds.put(name, new SchemaFile(source + " " + name, Yaml.write(document)));
  }
}
