package io.dbprovision.mysql.dumpfile;

import java.util.Locale;

/** What a dump has made of {@code sql_mode} so far, as far as it says where texts end. */
final class SqlMode {
  private static final String LITERAL = "NO_BACKSLASH_ESCAPES";

  /** What the dump as a whole is written in; a routine has its own and goes back to this one. */
  private boolean usual = true;

  private boolean backslashes = true;

  boolean backslashes() {
    return backslashes;
  }

  /** After a {@code SET}. */
  void after(Code statement) {
    for (int i = 1; i < statement.size(); i++) {
      int value = statement.isSymbol(i + 1, ':') ? i + 3 : i + 2;
      if (statement.isWord(i, "SQL_MODE") && statement.isSymbol(value - 1, '=')) {
        set(statement, value);
      }
    }
  }

  private void set(Code statement, int value) {
    if (!statement.isText(value)) {
      backslashes = usual;
      return;
    }
    backslashes = !statement.plain(value).toUpperCase(Locale.ROOT).contains(LITERAL);
    if (ofWhole(statement)) {
      usual = backslashes;
    }
  }

  /** The dump's first setting keeps the server's own under that name. */
  private static boolean ofWhole(Code statement) {
    for (int i = 1; i < statement.size(); i++) {
      if (statement.isWord(i, "OLD_SQL_MODE")) {
        return true;
      }
    }
    return false;
  }
}
