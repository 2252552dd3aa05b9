package io.dbprovision.mysql.database;

import java.util.Locale;

/** Character sets and collations under the names that servers show, whatever users call them. */
final class Charsets {
  private static final String ALIAS = "utf8";
  private static final String MEANT = "utf8mb3";

  private Charsets() {}

  static String charset(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    return folded.equals(ALIAS) ? MEANT : folded;
  }

  /**
   * @param charset the one it is used with: MariaDB knows collations that fit many, and shows them
   *     with the one in front
   */
  static String collation(String name, String charset) {
    String folded = name.toLowerCase(Locale.ROOT);
    if (folded.startsWith(ALIAS + "_")) {
      return MEANT + folded.substring(ALIAS.length());
    }
    return folded.startsWith("uca1400_") ? charset(charset) + "_" + folded : folded;
  }

  /** Whether a collation can be of that character set. */
  static boolean fit(String charset, String collation) {
    String set = charset(charset);
    String folded = collation(collation, charset);
    return folded.equals(set) || folded.startsWith(set + "_");
  }
}
