package io.dbprovision.postgres.sql;

import io.dbprovision.jdbc.Dialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Which names a manifest may give to objects of the server. */
public final class Names {
  private static final int MAX_BYTES = 63;
  private static final int HASH_LENGTH = 8;
  private static final Set<String> DATABASES = Set.of("postgres", "template0", "template1");
  private static final Set<String> ROLES =
      Set.of("postgres", "public", "none", "current_user", "session_user", "current_role", "user");

  /** What the operator's own passing objects begin with. */
  public static final String OWN_PREFIX = "_dbops_";

  private Names() {}

  /**
   * @throws EngineException INVALID at {@code path} for a name that this operator must not manage
   */
  public static void checkDatabase(String path, String name) {
    checkFits(path, name);
    if (reservedDatabase(name)) {
      throw reserved(path, name);
    }
  }

  /**
   * @param admin the operator's own login, which it must not manage
   * @throws EngineException INVALID at {@code path} for a name that this operator must not manage
   */
  public static void checkRole(String path, String name, String admin) {
    checkFits(path, name);
    if (reservedRole(name, admin)) {
      throw reserved(path, name);
    }
  }

  /** The server's own, and the operator's passing ones. */
  public static boolean reservedDatabase(String name) {
    return DATABASES.contains(name) || name.startsWith(OWN_PREFIX);
  }

  /** The server's own, the operator's passing ones, and the login it works as. */
  public static boolean reservedRole(String name, String admin) {
    return ROLES.contains(name)
        || name.startsWith("pg_")
        || name.startsWith(OWN_PREFIX)
        || name.equals(admin);
  }

  /**
   * @throws EngineException INVALID when the server would cut the name or cannot hold it
   */
  public static void checkFits(String path, String name) {
    if (name.isEmpty() || !Dialect.isRepresentable(name)) {
      throw EngineException.at(
          ErrorKind.INVALID, path, "must be a name of 1 to 63 bytes without the character NUL");
    }
    int bytes = bytes(name);
    if (bytes > MAX_BYTES) {
      throw EngineException.at(
          ErrorKind.INVALID,
          path,
          "is " + bytes + " bytes long; PostgreSQL holds names of up to 63 bytes. Shorten it");
    }
  }

  /**
   * A name that fits as it is; any other cut, with a hash of the whole behind it, so that long
   * names that begin alike stay apart. Must never change: roles are called like this.
   */
  public static String fitted(String name) {
    if (bytes(name) <= MAX_BYTES) {
      return name;
    }
    String end = "_" + Hash.hex(name).substring(0, HASH_LENGTH);
    int kept = Math.min(name.length(), MAX_BYTES);
    while (bytes(name.substring(0, kept) + end) > MAX_BYTES) {
      kept = name.offsetByCodePoints(kept, -1);
    }
    return name.substring(0, kept) + end;
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  private static EngineException reserved(String path, String name) {
    return EngineException.at(
        ErrorKind.INVALID, path, "\"" + name + "\" is reserved; choose another name");
  }
}
