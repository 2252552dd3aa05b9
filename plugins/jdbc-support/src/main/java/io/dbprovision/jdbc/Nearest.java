package io.dbprovision.jdbc;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the word that was probably meant. */
public final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /**
   * The end of an error message, such as {@code ; did you mean SELECT?}.
   *
   * @param known in any order
   * @return empty when none of them is near
   */
  public static String to(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return "";
    }
    int limit = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> candidate.length() <= LONGEST && distance(word, candidate) <= limit)
        .min(Comparator.<String>comparingInt(one -> distance(word, one)).thenComparing(one -> one))
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("");
  }

  /** Levenshtein's, blind to case. */
  private static int distance(String word, String known) {
    String left = word.toLowerCase(Locale.ROOT);
    String right = known.toLowerCase(Locale.ROOT);
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
