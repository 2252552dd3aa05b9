package io.dbprovision.mysql.database;

import java.util.List;
import java.util.Locale;

/**
 * Character sets and collations under the names that servers show, whatever users call them.
 *
 * @param utf8 what the server makes of a manifest's {@code utf8}
 */
record Charsets(String utf8) {
  private static final String ALIAS = "utf8";

  /** What older servers show under that name. */
  private static final String SHOWN = "utf8mb3";

  private static final String ANY = "uca1400_";

  /** As shown by the server. */
  static String shown(String charset) {
    return charset.equals(ALIAS) ? SHOWN : charset.toLowerCase(Locale.ROOT);
  }

  /** As shown by the server. */
  static String shownCollation(String collation) {
    String folded = collation.toLowerCase(Locale.ROOT);
    return folded.startsWith(ALIAS + "_") ? SHOWN + folded.substring(ALIAS.length()) : folded;
  }

  /** What the server will show for it. */
  String charset(String asked) {
    String folded = asked.toLowerCase(Locale.ROOT);
    return folded.equals(ALIAS) ? utf8 : folded;
  }

  /**
   * What the server will show for it.
   *
   * @param charset the one it is used with, as shown: MariaDB knows collations that fit many, and
   *     shows them with the one in front
   */
  String collation(String asked, String charset) {
    String folded = asked.toLowerCase(Locale.ROOT);
    if (folded.startsWith(ALIAS + "_")) {
      return utf8 + folded.substring(ALIAS.length());
    }
    return folded.startsWith(ANY) ? charset + "_" + folded : folded;
  }

  /** Whether a collation can be of that character set on some server. */
  static boolean fit(String charset, String collation) {
    return List.of(SHOWN, "utf8mb4").stream()
        .map(Charsets::new)
        .anyMatch(
            names -> {
              String set = names.charset(charset);
              String folded = names.collation(collation, set);
              return folded.equals(set) || folded.startsWith(set + "_");
            });
  }
}
