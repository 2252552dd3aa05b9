package io.dbprovision.core.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.Map;

/** How results are printed. */
enum OutputFormat {
  TABLE,
  WIDE,
  JSON,
  YAML;

  /** For programs, with a line break at its end. */
  static String json(Map<String, Object> data) {
    return written(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT), data) + "\n";
  }

  /** A document of its own. */
  static String yaml(Map<String, Object> data) {
    return written(
        new ObjectMapper(
            new YAMLFactory()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                // true and 1 as texts, such as the values of annotations, stay texts
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)),
        data);
  }

  private static String written(ObjectMapper mapper, Map<String, Object> data) {
    try {
      return mapper.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts and numbers can be written", e);
    }
  }
}
