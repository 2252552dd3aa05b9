package io.dbprovision.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.secret.template.GoTemplate;
import io.dbprovision.core.secret.template.TemplateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares with what Go itself made of the same templates; see the corpus's README. */
final class GoldenTemplateTest {
  private final JsonNode corpus = read();

  @TestFactory
  Stream<DynamicTest> everyTemplateGivesWhatGoGives() {
    Map<String, Object> data = data();
    return corpus
        .get("cases")
        .valueStream()
        .map(c -> DynamicTest.dynamicTest(c.get("template").toString(), () -> compare(c, data)));
  }

  @Test
  void theCorpusIsLargeEnoughToMeanSomething() {
    assertThat(corpus.get("cases").size()).isGreaterThan(300);
    assertThat(corpus.get("cases").valueStream().filter(c -> c.has("error")).count())
        .isBetween(100L, 200L);
  }

  private static void compare(JsonNode golden, Map<String, Object> data) {
    String template = golden.get("template").asText();
    String expected = golden.has("error") ? "an error" : golden.path("expected").asText("");
    String actual;
    try {
      actual = GoTemplate.parse(template, CredentialFunctions.ALL).render(data);
    } catch (TemplateException e) {
      assertThat(e).hasMessageMatching("(?s)[0-9]+:[0-9]+: .+");
      actual = golden.has("error") ? "an error" : "error: " + e.getMessage();
    }
    assertThat(actual).isEqualTo(expected);
  }

  private Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    ObjectMapper mapper = new ObjectMapper();
    corpus
        .get("data")
        .properties()
        .forEach(
            field -> {
              boolean list = field.getKey().equals("NoList");
              boolean map = field.getKey().equals("NoMap");
              Object value = mapper.convertValue(field.getValue(), Object.class);
              data.put(field.getKey(), list ? List.of() : map ? Map.of() : value);
            });
    return data;
  }

  private static JsonNode read() {
    Path file = Path.of("src", "test", "golden", "template", "corpus.json");
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(file.toAbsolutePath() + " can't be read", e);
    }
  }
}
