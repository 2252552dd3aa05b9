package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "shop", "a/b", "per%cent", "with space", "quote'\"\\", "über", "+", ":"})
  void aRecordIsReadAsItWasWrittenAndNeedsNoQuoting(String name) {
    Owner owner = new Owner("cluster", "operator", "", name, "uid/1");
    assertThat(owner.toRecord()).matches("[A-Za-z0-9.\\-_*+%:/]+");
    assertThat(Owner.ofRecord(owner.toRecord())).contains(owner);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "somebody's comment",
        "dbops:1:",
        "dbops:1:a/b/c/d",
        "dbops:1:a/b/c/d/e/f",
        "dbops:1:a/b/c/d/%zz",
        "dbops:2:a/b/c/d/e"
      })
  void everyOtherTextIsNoRecord(String text) {
    assertThat(Owner.ofRecord(text)).isEmpty();
  }

  @Test
  void theFormStaysAsItIs() {
    assertThat(new Owner("c", "o", "team-a", "shop", "42").toRecord())
        .as("servers keep it for years")
        .isEqualTo("dbops:1:c/o/team-a/shop/42");
  }
}
