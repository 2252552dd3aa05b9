package io.dbprovision.mysql.script;

import java.util.List;

/**
 * One entry of a script.
 *
 * @param statements those it consists of, in order
 */
record Entry(String text, List<Piece> statements) {
  Entry {
    statements = List.copyOf(statements);
  }

  static Entry of(String text, Quoting quoting) {
    return new Entry(text, ScriptLexer.split(text, quoting));
  }

  /** The line of the entry, counted from 1, that a line of one of its statements is. */
  int line(int statement, int within) {
    String before = text.substring(0, statements.get(statement).start());
    return within + (int) before.chars().filter(c -> c == '\n').count();
  }
}
