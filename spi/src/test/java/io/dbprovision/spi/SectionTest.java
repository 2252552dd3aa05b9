package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SectionTest {
  enum Level {
    READ_ONLY,
    FULL
  }

  record Inner(String name, @Nullable Integer size) {}

  record Block(
      @Nullable String text,
      @Nullable Integer count,
      long bytes,
      double ratio,
      boolean on,
      @Nullable Boolean maybe,
      @Nullable Level level,
      @Nullable Inner inner,
      List<Inner> items,
      Map<String, String> labels) {
    Block {
      if (count != null && count < 0) {
        throw new IllegalArgumentException("count must not be negative");
      }
    }
  }

  @Test
  void anEmptyBlockGivesNullsAndEmptyCollections() {
    assertThat(Section.empty("spec.x").as(Block.class))
        .isEqualTo(new Block(null, null, 0, 0, false, null, null, null, List.of(), Map.of()));
  }

  @Test
  void everyTypeIsBound() {
    Map<String, Object> values = new HashMap<>();
    values.put("text", "t");
    values.put("count", 3L);
    values.put("bytes", 1L << 40);
    values.put("ratio", 0.5);
    values.put("on", true);
    values.put("maybe", false);
    values.put("level", "read-only");
    values.put("inner", Map.of("name", "a", "size", 1));
    values.put("items", List.of(Map.of("name", "b"), Map.of("name", "c")));
    values.put("labels", Map.of("k", "v"));
    assertThat(Section.of("spec.x", values).as(Block.class))
        .isEqualTo(
            new Block(
                "t",
                3,
                1L << 40,
                0.5,
                true,
                false,
                Level.READ_ONLY,
                new Inner("a", 1),
                List.of(new Inner("b", null), new Inner("c", null)),
                Map.of("k", "v")));
  }

  @Test
  void anUnknownFieldIsInvalidWithItsPath() {
    assertInvalid(Map.of("nope", 1), "spec.x.nope", "is not a field");
  }

  @Test
  void anUnknownFieldDeepInsideIsInvalidWithItsPath() {
    assertInvalid(
        Map.of("items", List.of(Map.of("name", "a"), Map.of("nope", 1))),
        "spec.x.items[1].nope",
        "is not a field");
  }

  @Test
  void aWrongTypeIsInvalidWithItsPath() {
    assertInvalid(Map.of("text", 1), "spec.x.text", "must be a string");
    assertInvalid(Map.of("count", "1"), "spec.x.count", "must be a number");
    assertInvalid(Map.of("on", "true"), "spec.x.on", "must be true or false");
    assertInvalid(Map.of("inner", "x"), "spec.x.inner", "must be an object");
    assertInvalid(Map.of("items", "x"), "spec.x.items", "must be a list");
    assertInvalid(Map.of("labels", List.of()), "spec.x.labels", "must be an object");
    assertInvalid(Map.of("labels", Map.of("k", 1)), "spec.x.labels.k", "must be a string");
  }

  @Test
  void aWrongTypeDoesNotTellTheValue() {
    EngineException failure = failure(Map.of("on", "hunter2"));
    assertThat(failure.getMessage()).doesNotContain("hunter2");
  }

  @Test
  void numbersMustFitExactly() {
    assertInvalid(Map.of("count", 1L << 40), "spec.x.count", "whole number in range");
    assertInvalid(Map.of("count", 1.5), "spec.x.count", "whole number in range");
    assertThat(Section.of("spec.x", Map.of("count", new BigDecimal("7.0"))).as(Block.class).count())
        .isEqualTo(7);
  }

  @Test
  void anUnknownConstantIsInvalidNamingTheValidOnes() {
    assertInvalid(Map.of("level", "none"), "spec.x.level", "[READ_ONLY, FULL]");
  }

  @Test
  void aComplaintOfTheRecordIsInvalid() {
    assertInvalid(Map.of("count", -1), "spec.x", "count must not be negative");
  }

  @Test
  void aSectionIsItsOwnCopy() {
    Map<String, Object> values = new HashMap<>(Map.of("text", "before"));
    Section section = Section.of("spec.x", values);
    values.put("text", "after");
    assertThat(section.text("text")).contains("before");
    assertThatThrownBy(() -> section.values().put("text", "x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void textIsEmptyForWhatIsNoString() {
    assertThat(Section.of("spec.x", Map.of("count", 1)).text("count")).isEmpty();
    assertThat(Section.empty("spec.x").text("count")).isEmpty();
  }

  @Test
  void printingShowsFieldNamesOnly() {
    assertThat(Section.of("spec.x", Map.of("token", "hunter2"))).hasToString("spec.x[token]");
  }

  @Test
  void sectionsOfEqualPathAndContentAreEqual() {
    assertThat(Section.of("spec.x", Map.of("a", 1)))
        .isEqualTo(Section.of("spec.x", Map.of("a", 1)));
    assertThat(Section.of("spec.x", Map.of("a", 1)))
        .isNotEqualTo(Section.of("spec.y", Map.of("a", 1)));
  }

  private static void assertInvalid(Map<String, ?> values, String path, String message) {
    EngineException failure = failure(values);
    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(failure.path()).contains(path);
    assertThat(failure.getMessage()).contains(message);
  }

  private static EngineException failure(Map<String, ?> values) {
    return catchThrowableOfType(
        EngineException.class, () -> Section.of("spec.x", values).as(Block.class));
  }
}
