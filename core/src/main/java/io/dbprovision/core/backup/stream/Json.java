package io.dbprovision.core.backup.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** One line of JSON, its fields in the order in which they were set: equal trees, equal bytes. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  /**
   * @throws IOException when it is no JSON object
   */
  static JsonNode read(byte[] bytes) throws IOException {
    JsonNode tree = MAPPER.readTree(bytes);
    if (tree == null || !tree.isObject()) {
      throw new IOException("not a JSON object");
    }
    return tree;
  }

  static String text(JsonNode tree, String field) throws IOException {
    JsonNode value = tree.get(field);
    if (value == null || !value.isTextual()) {
      throw new IOException("no text '" + field + "'");
    }
    return value.textValue();
  }
}
