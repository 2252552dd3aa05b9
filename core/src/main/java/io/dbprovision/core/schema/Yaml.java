package io.dbprovision.core.schema;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

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

  /** All documents that hold something. */
  static List<JsonNode> documents(String source, String text) {
    List<JsonNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> all = MAPPER.readerFor(JsonNode.class).readValues(text)) {
      while (all.hasNextValue()) {
        JsonNode document = all.nextValue();
        if (document != null && !document.isNull() && !document.isMissingNode()) {
          documents.add(document);
        }
      }
      return documents;
    } catch (JacksonException e) {
      throw new SchemaException(source + ": not readable as YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
