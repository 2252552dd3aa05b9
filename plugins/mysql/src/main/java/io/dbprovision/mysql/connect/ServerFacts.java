package io.dbprovision.mysql.connect;

import io.dbprovision.mysql.sql.Names;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of itself when a connection is made.
 *
 * @param version as users write it, such as {@code 10.11.6}
 * @param foldsNames whether names of databases lose their upper case there
 * @param utf8 the character set that it calls so: that is an option of MariaDB's
 * @param longestUser how many characters the name of a login or role may have
 */
public record ServerFacts(
    boolean mariadb, String version, boolean foldsNames, int longestUser, String utf8) {
  private static final String UTF8 = "utf8mb3";
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

  /** MariaDB pretended to be 5.5.5 to the clients of old. */
  private static final String PRETENCE = "5.5.5-";

  /**
   * @param widthOfUsers of the column that holds their names; 0 when our login may not see it
   */
  static ServerFacts of(
      String version, String comment, int lowerCaseTableNames, int widthOfUsers, String utf8) {
    String said = version.startsWith(PRETENCE) ? version.substring(PRETENCE.length()) : version;
    Matcher numbers = NUMBERS.matcher(said);
    boolean mariadb = (version + " " + comment).toLowerCase(Locale.ROOT).contains("mariadb");
    return new ServerFacts(
        mariadb,
        numbers.lookingAt() ? numbers.group() : said,
        lowerCaseTableNames != 0,
        widthOfUsers == 0 ? Names.LONGEST_USER : Math.min(widthOfUsers, Names.LONGEST_ANYWHERE),
        utf8.equals("utf8") ? UTF8 : utf8);
  }

  /** Before anything is known of the server. */
  static ServerFacts unknown() {
    return new ServerFacts(false, "0", false, Names.LONGEST_USER, UTF8);
  }

  public String flavour() {
    return mariadb ? "mariadb" : "mysql";
  }

  /** How sentences call it. */
  public String title() {
    return (mariadb ? "MariaDB " : "MySQL ") + version;
  }

  /** Whether it is at least that version, of whichever product it is. */
  public boolean atLeast(int major, int minor, int patch) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.lookingAt()) {
      return false;
    }
    int[] found = {number(numbers.group(1)), number(numbers.group(2)), number(numbers.group(3))};
    int[] asked = {major, minor, patch};
    for (int i = 0; i < asked.length; i++) {
      if (found[i] != asked[i]) {
        return found[i] > asked[i];
      }
    }
    return true;
  }

  /**
   * Whether it has the tables and statements that the operator works by: MySQL has the last of them
   * since 8.0.19, MariaDB's oldest that it is tried on is 10.6.
   */
  boolean supported() {
    return mariadb ? atLeast(10, 6, 0) : atLeast(8, 0, 19);
  }

  private static int number(@Nullable String digits) {
    return digits == null || digits.length() > 6 ? 0 : Integer.parseInt(digits);
  }
}
