package io.dbprovision.core.schema;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

/** Text to tree and back. */
final class Yaml {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build());

  private Yaml() {}

  static ObjectNode object(String source, String text) {
    if (read(source, text) instanceof ObjectNode object) {
      return object;
    }
    throw new SchemaException(source + ": a YAML mapping is expected");
  }

  static JsonNode read(String source, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new SchemaException(source + ": not readable as YAML: " + e.getOriginalMessage(), e);
    }
  }

  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JacksonException e) {
      throw new IllegalStateException("a tree in memory can be written", e);
    }
  }
}
