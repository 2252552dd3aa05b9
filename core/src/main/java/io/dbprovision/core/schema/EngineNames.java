package io.dbprovision.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Collects the engine names that bundles declare, in the order they come. */
final class EngineNames {
  private static final String PATTERN = "[a-z][a-z0-9-]{0,62}";

  private final Set<String> names = new LinkedHashSet<>();

  void add(SchemaBundle bundle) {
    String text = bundle.files().get(SchemaBundle.ENGINES);
    if (text == null) {
      return;
    }
    String source = bundle.source() + "/" + SchemaBundle.ENGINES;
    JsonNode list = Yaml.read(source, text);
    if (!list.isArray()) {
      throw new SchemaException(source + ": a list of engine names is expected");
    }
    for (JsonNode name : list) {
      if (!name.isTextual() || !name.asText().matches(PATTERN)) {
        throw new SchemaException(source + ": " + name + " is no engine name");
      }
      names.add(name.asText());
    }
  }

  Collection<String> all() {
    return new LinkedHashSet<>(names);
  }
}
