package io.dbprovision.mysql.grant;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What something can be given on. */
enum Level {
  GLOBAL,
  DATABASE,
  TABLE,
  COLUMN,
  PROCEDURE,
  FUNCTION,
  /** Membership of a role; no level of a manifest's entries. */
  ROLE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for what is no word of {@link #word}. */
  static Optional<Level> named(@Nullable String word) {
    return Stream.of(values()).filter(level -> level.word().equals(word)).findFirst();
  }
}
