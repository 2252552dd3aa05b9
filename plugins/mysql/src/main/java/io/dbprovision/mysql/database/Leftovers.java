package io.dbprovision.mysql.database;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.connect.Visitors;
import io.dbprovision.mysql.sql.GrantedNames;
import io.dbprovision.spi.ErrorKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Privileges on a database that is not there. Both products keep them when it is dropped, and they
 * would be in effect in the next one of that name, whoever's it is. For who holds the lock of that
 * name; for one thread.
 */
public final class Leftovers {
  /** All privileges that there are on databases and what is in them. */
  private static final Set<String> WORDS =
      Set.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "DROP",
          "GRANT OPTION",
          "REFERENCES",
          "INDEX",
          "ALTER",
          "CREATE TEMPORARY TABLES",
          "LOCK TABLES",
          "CREATE VIEW",
          "SHOW VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "SHOW CREATE ROUTINE",
          "EXECUTE",
          "EVENT",
          "TRIGGER",
          "DELETE HISTORY");

  private static final Set<String> ROUTINES =
      Set.of("FUNCTION", "PROCEDURE", "PACKAGE", "PACKAGE BODY", "LIBRARY");

  /** The operator's own are nobody's else. */
  private static final SqlText OTHERS = SqlText.of("CONCAT(User, '@', Host) <> CURRENT_USER()");

  private final Sql sql;
  private final boolean mariadb;
  private final String database;

  private Leftovers(Sql sql, boolean mariadb, String database) {
    this.sql = sql;
    this.mariadb = mariadb;
    this.database = database;
  }

  /** What one account holds on one thing. */
  private record Held(String holder, SqlText account, SqlText thing, List<SqlText> privileges) {}

  /**
   * Takes them all away, and ends sessions that are in that database still: they would go on with
   * what they had.
   *
   * @return the accounts that keep some, because our login may not take them; sorted
   */
  public static Set<String> clear(Sql sql, boolean mariadb, String database) throws SQLException {
    Leftovers leftovers = new Leftovers(sql, mariadb, database);
    Set<String> keepers = new TreeSet<>();
    if (leftovers.any()) {
      GrantedNames names = GrantedNames.read(sql, mariadb);
      for (Held held : leftovers.read(names)) {
        leftovers.take(held);
      }
      leftovers.read(names).forEach(held -> keepers.add(held.holder()));
      leftovers.ambiguous(names).forEach(held -> keepers.add(held.holder()));
    }
    Visitors.disconnect(sql, Visitors.in(sql, database));
    return keepers;
  }

  /** One query, because most names are new. */
  private boolean any() throws SQLException {
    SqlText name = MY.literal(database);
    return sql.query(
            SqlText.of(
                "SELECT (SELECT COUNT(*) FROM mysql.db WHERE Db IN ({}) AND {})"
                    + " + (SELECT COUNT(*) FROM mysql.tables_priv WHERE Db = {} AND {})"
                    + " + (SELECT COUNT(*) FROM mysql.columns_priv WHERE Db = {} AND {})"
                    + " + (SELECT COUNT(*) FROM mysql.procs_priv WHERE Db = {} AND {})",
                literals(new GrantedNames(false).writings(database)),
                OTHERS,
                name,
                OTHERS,
                name,
                OTHERS,
                name,
                OTHERS),
            row -> row.getLong(1) > 0)
        .getFirst();
  }

  /** Columns before their tables: those go with the last that is held on them. */
  private List<Held> read(GrantedNames names) throws SQLException {
    List<Held> found = new ArrayList<>();
    for (String written : names.writings(database)) {
      if (!alsoOthers(names, written)) {
        found.addAll(onDatabase(written));
      }
    }
    SqlText name = MY.literal(database);
    found.addAll(
        sql.query(
            SqlText.of("SELECT * FROM mysql.columns_priv WHERE Db = {} AND {}", name, OTHERS),
            row -> {
              SqlText column = MY.identifier(row.getString("Column_name"));
              return held(
                  row,
                  table(row),
                  words(row.getString("Column_priv")).stream()
                      .map(word -> SqlText.of("{} ({})", word, column))
                      .toList());
            }));
    found.addAll(
        sql.query(
            SqlText.of(
                "SELECT * FROM mysql.tables_priv WHERE Db = {} AND Table_priv <> '' AND {}",
                name,
                OTHERS),
            row -> held(row, table(row), words(row.getString("Table_priv")))));
    found.addAll(
        sql.query(
            SqlText.of("SELECT * FROM mysql.procs_priv WHERE Db = {} AND {}", name, OTHERS),
            row -> held(row, routine(row), words(row.getString("Proc_priv")))));
    return found;
  }

  /** Such as {@code a_b}, which is about {@code axb}, too: taking it would take more than ours. */
  private List<Held> ambiguous(GrantedNames names) throws SQLException {
    List<Held> found = new ArrayList<>();
    for (String written : names.writings(database)) {
      if (alsoOthers(names, written)) {
        found.addAll(onDatabase(written));
      }
    }
    return found;
  }

  private boolean alsoOthers(GrantedNames names, String written) throws SQLException {
    return names.databaseOf(written).isEmpty()
        && !sql.query(
                SqlText.of(
                    "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE {}"
                        + " ESCAPE '|' AND SCHEMA_NAME <> {} LIMIT 1",
                    MY.literal(written.replace("|", "||")),
                    MY.literal(database)),
                row -> row.getInt(1))
            .isEmpty();
  }

  private List<Held> onDatabase(String written) throws SQLException {
    return sql.query(
        SqlText.of("SELECT * FROM mysql.db WHERE Db = {} AND {}", MY.literal(written), OTHERS),
        row -> held(row, SqlText.of("{}.*", MY.identifier(written)), ofColumns(row)));
  }

  private Held held(ResultSet row, SqlText thing, List<SqlText> privileges) throws SQLException {
    String user = row.getString("User");
    String host = row.getString("Host");
    return new Held("\"" + user + "\"@\"" + host + "\"", account(user, host), thing, privileges);
  }

  private SqlText account(String user, String host) {
    if (mariadb && host.isEmpty()) { // a role, and the one that everybody has
      return user.equals("PUBLIC") ? SqlText.of("PUBLIC") : part(user);
    }
    return SqlText.of("{}@{}", part(user), part(host));
  }

  private static SqlText part(String name) {
    return name.isEmpty() ? SqlText.of("''") : MY.identifier(name);
  }

  private SqlText table(ResultSet row) throws SQLException {
    return SqlText.of("{}.{}", MY.identifier(database), MY.identifier(row.getString("Table_name")));
  }

  private SqlText routine(ResultSet row) throws SQLException {
    return SqlText.of(
        "{} {}.{}",
        MY.word(row.getString("Routine_type").toUpperCase(Locale.ROOT), ROUTINES),
        MY.identifier(database),
        MY.identifier(row.getString("Routine_name")));
  }

  /** Of columns such as {@code Select_priv}. */
  private static List<SqlText> ofColumns(ResultSet row) throws SQLException {
    List<SqlText> found = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      String column = row.getMetaData().getColumnName(i);
      if (column.endsWith("_priv") && "Y".equals(row.getString(i))) {
        found.addAll(words(column.substring(0, column.length() - "_priv".length())));
      }
    }
    return found;
  }

  /** Of a set such as {@code Select,Show view,Grant}; what this version does not know stays. */
  private static List<SqlText> words(String set) {
    List<SqlText> found = new ArrayList<>();
    for (String each : set.split(",", -1)) {
      String shown = each.toUpperCase(Locale.ROOT).replace('_', ' ');
      String word =
          switch (shown) {
            case "GRANT" -> "GRANT OPTION";
            case "CREATE TMP TABLE" -> "CREATE TEMPORARY TABLES";
            case "DELETE VERSIONING ROWS" -> "DELETE HISTORY";
            default -> shown;
          };
      if (WORDS.contains(word)) {
        found.add(MY.word(word, WORDS));
      }
    }
    return found;
  }

  /** All at once, or one by one: what our login does not hold itself it cannot take. */
  private void take(Held held) throws SQLException {
    if (!held.privileges().isEmpty() && !revoked(held, held.privileges())) {
      for (SqlText privilege : held.privileges()) {
        revoked(held, List.of(privilege));
      }
    }
  }

  private boolean revoked(Held held, List<SqlText> privileges) throws SQLException {
    try {
      sql.execute(
          SqlText.of(
              "REVOKE {} ON {} FROM {}",
              SqlText.join(", ", privileges),
              held.thing(),
              held.account()));
      return true;
    } catch (SQLException e) {
      ErrorKind kind = Failures.kindOf(e);
      if (kind == ErrorKind.PERMISSION || kind == ErrorKind.NOT_FOUND) { // of them, or gone
        return false;
      }
      throw e;
    }
  }

  private static SqlText literals(Set<String> texts) {
    return SqlText.join(", ", texts.stream().map(MY::literal).toList());
  }
}
