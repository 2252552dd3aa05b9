package io.dbprovision.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HasRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "has(self.a) || has(self.b); {a: 1}; true",
        "has(self.a) || has(self.b); {c: 1}; false",
        "has(self.a) && has(self.b); {a: 1}; false",
        "!(has(self.a) && has(self.b)); {a: 1, b: 1}; false",
        "!(has(self.a) && has(self.b)); {a: 1, b: null}; true",
        "!has(self.a) || has(self.b); {}; true",
        "(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) + (has(self.c) ? 1 : 0) == 1; {b: x}; true",
        "(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) + (has(self.c) ? 1 : 0) == 1; {a: x, b: x}; false",
        "(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) + (has(self.c) ? 1 : 0) == 1; {}; false"
      })
  void aRuleAboutWhatIsThereIsEvaluated(String rule, String value, boolean expected) {
    assertThat(HasRule.holds(rule, Yaml.read("test", value))).contains(expected);
  }

  @Test
  void aRuleOfAnotherFormIsLeftToTheApiServer() {
    for (String rule :
        new String[] {
          "self == oldSelf", "self.size() > 1", "has(self.a", "has(self.a) has(self.b)", "1 +", ""
        }) {
      assertThat(HasRule.holds(rule, Yaml.read("test", "{a: 1}"))).as(rule).isEmpty();
    }
  }
}
