package io.dbprovision.mysql.restore;

import io.dbprovision.jdbc.SqlText;
import java.util.Locale;

/**
 * Something in a database that cannot be renamed into another.
 *
 * @param mode the {@code sql_mode} that its text is written in
 * @param collation of the connection that it was made by; empty for none
 * @param zone that an event's times are in; empty for none
 * @param text the statement that makes it, as the server shows it
 */
record Thing(Sort sort, String name, String mode, String collation, String zone, String text) {
  /** In the order in which they can be made. */
  enum Sort {
    LIBRARY(SqlText.of("LIBRARY")),
    FUNCTION(SqlText.of("FUNCTION")),
    PROCEDURE(SqlText.of("PROCEDURE")),
    PACKAGE(SqlText.of("PACKAGE")),
    PACKAGE_BODY(SqlText.of("PACKAGE BODY")),
    VIEW(SqlText.of("VIEW")),
    TRIGGER(SqlText.of("TRIGGER")),
    EVENT(SqlText.of("EVENT"));

    final SqlText word;

    Sort(SqlText word) {
      this.word = word;
    }

    static Sort of(String shown) {
      return valueOf(shown.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
  }

  private static final String LITERAL = "NO_BACKSLASH_ESCAPES";

  boolean backslashes() {
    return !mode.contains(LITERAL);
  }

  Thing withText(String other) {
    return new Thing(sort, name, mode, collation, zone, other);
  }

  /** The sort and the name, which is all that dropping takes. */
  record Named(Sort sort, String name) {}
}
