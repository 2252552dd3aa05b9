package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.spi.Validation;
import java.util.List;

/** Lists of names or patterns that become arguments of a program. */
final class Patterns {
  private Patterns() {}

  static Validation check(Validation before, String path, List<String> patterns) {
    Validation found = before;
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i);
      if (pattern.isBlank() || !Dialect.isRepresentable(pattern)) {
        found =
            found.invalid(
                path + "[" + i + "]", "must be a name or a pattern, without the character NUL");
      }
    }
    return found;
  }
}
