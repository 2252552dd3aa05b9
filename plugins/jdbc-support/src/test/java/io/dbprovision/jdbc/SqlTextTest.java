package io.dbprovision.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SqlTextTest {
  private static final Dialect DIALECT =
      new Dialect() {
        @Override
        protected String quoteIdentifier(String name) {
          return "<" + name + ">";
        }

        @Override
        protected String quoteLiteral(String value) {
          return "'" + value + "'";
        }
      };

  @Test
  void partsFillTheHolesInOrderAndAreNotLookedIntoAgain() {
    SqlText text =
        SqlText.of(
            "ALTER {} SET {} = {}",
            DIALECT.identifier("{}"),
            DIALECT.number(7),
            DIALECT.literal("{}"));
    assertThat(text.text()).isEqualTo("ALTER <{}> SET 7 = '{}'");
    assertThat(text.toString()).doesNotContain("ALTER");
    assertThat(DIALECT.identifiers(List.of("a", "b")).text()).isEqualTo("<a>, <b>");
  }

  @Test
  void holesAndPartsMustMatch() {
    assertThatThrownBy(() -> SqlText.of("{}")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SqlText.of("x", DIALECT.number(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatNoServerCanHoldIsInvalidAndAWordMustBeKnown() {
    assertThatThrownBy(() -> DIALECT.identifier("")).isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> DIALECT.literal("a\0b")).isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> DIALECT.word("DROP", Set.of("SELECT")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStateMeansWhatItsCodeSaysElseWhatItsClassSays() {
    SqlStates states = SqlStates.standard().with("42501", ErrorKind.PERMISSION);
    assertThat(states.kindOf(new SQLException("x", "42501"))).isEqualTo(ErrorKind.PERMISSION);
    assertThat(states.kindOf(new SQLException("x", "42601"))).isEqualTo(ErrorKind.INVALID);
    assertThat(states.kindOf(new SQLException("x", "ZZ999"))).isEqualTo(ErrorKind.INTERNAL);
    assertThat(states.kindOf(new SQLException("x"))).isEqualTo(ErrorKind.INTERNAL);
  }
}
