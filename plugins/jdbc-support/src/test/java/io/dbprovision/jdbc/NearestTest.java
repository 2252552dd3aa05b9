package io.dbprovision.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("work_mem", "SELECT", "DELETE", "search_path");

  @Test
  void aSlipOfTheFingersIsNoticed() {
    assertThat(Nearest.to("SELCT", KNOWN)).isEqualTo("; did you mean SELECT?");
    assertThat(Nearest.to("delete ", KNOWN)).isEqualTo("; did you mean DELETE?");
    assertThat(Nearest.to("work_men", KNOWN)).isEqualTo("; did you mean work_mem?");
  }

  @Test
  void whatIsFarFromAllOfThemIsNotGuessedAt() {
    assertThat(Nearest.to("OWNER", KNOWN)).isEmpty();
    assertThat(Nearest.to("x".repeat(1_000_000), KNOWN)).isEmpty();
    assertThat(Nearest.to("SELECT", List.of())).isEmpty();
  }
}
