package io.dbprovision.postgres.script;

import java.util.List;

/**
 * One entry of a script.
 *
 * @param statements those it consists of, in order, each a part of the text
 */
record Entry(String text, List<String> statements) {
  Entry {
    statements = List.copyOf(statements);
  }

  static Entry of(String text) {
    return new Entry(text, ScriptLexer.split(text));
  }

  /**
   * The line of the text that a character of one of its statements is on; both counted from 1.
   *
   * @param position in characters as the server counts them; 0 for the beginning
   */
  int line(int statement, int position) {
    int start = 0;
    for (int i = 0; i <= statement; i++) {
      start = text.indexOf(statements.get(i), i == 0 ? 0 : start + statements.get(i - 1).length());
    }
    int length = statements.get(statement).codePointCount(0, statements.get(statement).length());
    int end = text.offsetByCodePoints(start, Math.clamp(position - 1L, 0, length));
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }
}
