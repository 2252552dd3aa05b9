package io.dbprovision.mysql.sql;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * How a server writes down the database of a privilege that is on a whole database. It is a
 * pattern, in which {@code _} and {@code %} stand for other characters unless they are escaped.
 *
 * @param literal whether they mean themselves: with MySQL's partial revokes there are no patterns,
 *     nor (whatever its manual says; seen on 9.7) escapes
 */
public record GrantedNames(boolean literal) {
  /** Why a name that does not fit cannot be granted. */
  public static final String TOO_LONG =
      "has too many of the characters _, % and \\: the server's list of grants holds 64 characters,"
          + " and each of those takes two there; choose another name";

  private static final int LONGEST = 64;
  private static final SqlText PARTIAL = SqlText.of("SELECT @@global.partial_revokes");

  public static GrantedNames read(Sql sql, boolean mariadb) throws SQLException {
    return new GrantedNames(!mariadb && sql.query(PARTIAL, row -> row.getBoolean(1)).getFirst());
  }

  /** A database as {@code GRANT} and {@code REVOKE} take it; not for their other names. */
  public SqlText of(String database) {
    return MY.identifier(written(database));
  }

  private String written(String database) {
    return literal
        ? database
        : database.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%");
  }

  /**
   * All ways in which a row of {@code mysql.db} may write that one database; the one without
   * escapes is a pattern where it holds {@code _} or {@code %}.
   */
  public Set<String> writings(String database) {
    if (literal) {
      return Set.of(database);
    }
    String plain = databaseOf(database);
    return plain.isEmpty() || plain.equals(database)
        ? Set.copyOf(List.of(database, written(database)))
        : Set.of(written(database)); // as it is, it stands for another
  }

  /** Whether all of it is kept: what is cut may stand for another database. */
  public boolean fits(String database) {
    String written = written(database);
    return written.codePointCount(0, written.length()) <= LONGEST;
  }

  /**
   * The database that a row of {@code mysql.db} is about; empty text for a pattern, which is about
   * many.
   */
  public String databaseOf(String written) {
    if (literal) {
      return written;
    }
    StringBuilder name = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\\' && i + 1 < written.length()) {
        i++;
        name.append(written.charAt(i));
      } else if (c == '_' || c == '%') {
        return "";
      } else {
        name.append(c);
      }
    }
    return name.toString();
  }
}
