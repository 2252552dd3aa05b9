package io.dbprovision.mysql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrantedNamesTest {
  private static final GrantedNames PATTERNS = new GrantedNames(false);
  private static final GrantedNames LITERAL = new GrantedNames(true);

  @Test
  void aGrantedDatabaseIsNoPattern() {
    assertThat(PATTERNS.of("a_b%c`\\").text()).isEqualTo("`a\\_b\\%c``\\\\`");
    assertThat(LITERAL.of("a_b%c`\\").text()).isEqualTo("`a_b%c``\\`");
  }

  @Test
  void whatIsWrittenDownIsReadBackAndAPatternIsNobodys() {
    assertThat(PATTERNS.databaseOf("a\\_b\\%\\\\")).isEqualTo("a_b%\\");
    assertThat(PATTERNS.databaseOf("a_b")).isEmpty();
    assertThat(PATTERNS.databaseOf("a%")).isEmpty();
    assertThat(LITERAL.databaseOf("a_b")).isEqualTo("a_b");
  }

  @Test
  void whatWouldBeCutDoesNotFit() {
    assertThat(PATTERNS.fits("a".repeat(64))).isTrue();
    assertThat(PATTERNS.fits("_".repeat(32))).isTrue();
    assertThat(PATTERNS.fits("_".repeat(32) + "a")).isFalse();
    assertThat(LITERAL.fits("_".repeat(64))).isTrue();
  }
}
