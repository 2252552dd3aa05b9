package io.dbprovision.core.secret.template;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that was probably meant. */
final class Suggestion {
  private static final int MAX_LENGTH = 64;

  private Suggestion() {}

  /** Gives the end of an error message, empty when nothing is near. */
  static String of(String wanted, Collection<String> known) {
    return of("", wanted, known);
  }

  /** Suggests with a sign in front that belongs to each of the names. */
  static String of(String sign, String wanted, Collection<String> known) {
    if (wanted.length() > MAX_LENGTH) {
      return "";
    }
    int limit = Math.max(1, wanted.length() / 3);
    return known.stream()
        .filter(candidate -> candidate.length() <= MAX_LENGTH)
        .sorted(Comparator.<String>comparingInt(k -> distance(wanted, k)).thenComparing(k -> k))
        .filter(candidate -> distance(wanted, candidate) <= limit)
        .findFirst()
        .map(candidate -> "; did you mean \"" + sign + candidate + "\"?")
        .orElse("");
  }

  /** Levenshtein's, blind to case: {@code .username} is the commonest mistake. */
  private static int distance(String wanted, String known) {
    String left = wanted.toLowerCase(Locale.ROOT);
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
