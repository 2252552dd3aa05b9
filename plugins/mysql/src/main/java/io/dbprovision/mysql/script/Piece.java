package io.dbprovision.mysql.script;

import java.util.List;

/**
 * One statement of a script's entry.
 *
 * @param start where it begins in the entry
 * @param head its first words in upper case, without names in quotes
 */
record Piece(int start, String text, List<String> head) {
  Piece {
    head = List.copyOf(head);
  }

  String first() {
    return word(0);
  }

  /** Empty beyond the last. */
  String word(int number) {
    return number < head.size() ? head.get(number) : "";
  }
}
