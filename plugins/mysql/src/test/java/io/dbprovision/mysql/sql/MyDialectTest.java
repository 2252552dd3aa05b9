package io.dbprovision.mysql.sql;

import static io.dbprovision.mysql.sql.MyDialect.MY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MyDialectTest {
  @Test
  void aLiteralHoldsNoBackslashSoThatNoSqlModeChangesIt() {
    assertThat(MY.literal("it's").text()).isEqualTo("'it''s'");
    assertThat(MY.literal("\\' OR 1=1 -- ").text())
        .startsWith("_utf8mb4 0x")
        .doesNotContain("\\", "'", "--");
    assertThat(MY.literal("\\").text()).isEqualTo("_utf8mb4 0x5c");
  }

  @Test
  void anIdentifierDoublesItsBackticks() {
    assertThat(MY.identifier("a`b\\\"'").text()).isEqualTo("`a``b\\\"'`");
    assertThat(MY.account("a`", "%").text()).isEqualTo("`a```@`%`");
  }
}
