package io.dbprovision.mysql.sql;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Locale;
import java.util.Set;

/** Which names a manifest may give to objects of the server. */
public final class Names {
  /** The database of the operator's own records. */
  public static final String RECORDS = "_dbops";

  /** What the operator's own passing objects begin with. */
  public static final String OWN_PREFIX = "_dbops_";

  /** In characters, of a login or role on every server; those of MariaDB hold more. */
  public static final int LONGEST_USER = 32;

  /** Of a login or role on any server, and in our records. */
  public static final int LONGEST_ANYWHERE = 128;

  private static final int LONGEST_DATABASE = 64;
  private static final Set<String> DATABASES =
      Set.of("mysql", "information_schema", "performance_schema", "sys");
  private static final Set<String> USERS = Set.of("root", "public", "none", "current_user");

  private Names() {}

  /**
   * @throws EngineException INVALID at {@code path} for a name that this operator must not manage
   */
  public static void checkDatabase(String path, String name) {
    checkFits(path, name, LONGEST_DATABASE);
    if (reservedDatabase(name)) {
      throw reserved(path, name);
    }
  }

  /**
   * @param admin the operator's own login, which it must not manage
   * @param longest that the server holds, in characters
   * @throws EngineException INVALID at {@code path} for a name that this operator must not manage
   */
  public static void checkUser(String path, String name, String admin, int longest) {
    checkFits(path, name, longest);
    if (Character.isWhitespace(name.charAt(0))) {
      throw invalid(path, "must not begin with a space: MySQL would cut it off");
    }
    if (reservedUser(name, admin)) {
      throw reserved(path, name);
    }
  }

  /** Before what the server takes for a file name of old. */
  private static final String RAW_PREFIX = "#mysql50#";

  /** The server's own, and the operator's. */
  public static boolean reservedDatabase(String name) {
    String folded = folded(name);
    return DATABASES.contains(folded)
        || folded.equals(RECORDS)
        || folded.startsWith(OWN_PREFIX)
        || folded.startsWith(RAW_PREFIX);
  }

  /** The server's own, the operator's passing ones, and the login it works as. */
  public static boolean reservedUser(String name, String admin) {
    String folded = folded(name);
    return USERS.contains(folded)
        || folded.startsWith("mysql.")
        || folded.startsWith("mariadb.")
        || folded.startsWith("debian-sys-")
        || folded.startsWith(OWN_PREFIX)
        || name.equals(admin);
  }

  /** Both ways, because some letters have no lower case that the servers would tell apart. */
  private static String folded(String name) {
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static void checkFits(String path, String name, int longest) {
    if (name.isEmpty() || !Dialect.isRepresentable(name)) {
      throw invalid(path, "must be a name of 1 to " + longest + " characters without NUL");
    }
    int length = name.codePointCount(0, name.length());
    if (length > longest) {
      throw invalid(
          path,
          "is " + length + " characters long; the server holds up to " + longest + ". Shorten it");
    }
    if (name.codePoints().anyMatch(c -> c > Character.MAX_VALUE)) {
      throw invalid(path, "must not hold characters beyond U+FFFF: the server's names cannot");
    }
    if (Character.isWhitespace(name.charAt(name.length() - 1))) {
      throw invalid(path, "must not end with a space: the server would cut it off");
    }
  }

  private static EngineException reserved(String path, String name) {
    return invalid(path, "\"" + name + "\" is reserved; choose another name");
  }

  private static EngineException invalid(String path, String message) {
    return EngineException.at(ErrorKind.INVALID, path, message);
  }
}
