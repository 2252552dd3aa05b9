package io.dbprovision.mysql.restore;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.dumpfile.Creation;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Reads what cannot be renamed. For one thread. */
final class Things {
  private static final SqlText TRIGGERS =
      SqlText.of(
          "SELECT 'TRIGGER', TRIGGER_NAME, SQL_MODE, COLLATION_CONNECTION, ''"
              + " FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?"
              + " ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER");
  private static final SqlText ROUTINES =
      SqlText.of(
          "SELECT ROUTINE_TYPE, ROUTINE_NAME, SQL_MODE, COLLATION_CONNECTION, ''"
              + " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?");
  private static final SqlText LIBRARIES =
      SqlText.of(
          "SELECT 'LIBRARY', LIBRARY_NAME, '', '', ''"
              + " FROM information_schema.LIBRARIES WHERE LIBRARY_SCHEMA = ?");
  private static final SqlText VIEWS =
      SqlText.of(
          "SELECT 'VIEW', TABLE_NAME, '', COLLATION_CONNECTION, ''"
              + " FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?");
  private static final SqlText EVENTS =
      SqlText.of(
          "SELECT 'EVENT', EVENT_NAME, SQL_MODE, COLLATION_CONNECTION, TIME_ZONE"
              + " FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?");

  private final Sql sql;
  private final ServerFacts facts;

  Things(Sql sql, ServerFacts facts) {
    this.sql = sql;
    this.facts = facts;
  }

  /** With their texts, in the order in which they can be made. */
  List<Thing> all(String database) throws SQLException {
    return shown(database, lists());
  }

  List<Thing> triggers(String database) throws SQLException {
    return shown(database, List.of(TRIGGERS));
  }

  /** Names only. */
  List<Thing.Named> names(String database) throws SQLException {
    List<Thing.Named> names = new ArrayList<>();
    for (SqlText list : lists()) {
      names.addAll(
          sql.query(
              list,
              row -> new Thing.Named(Thing.Sort.of(row.getString(1)), row.getString(2)),
              database));
    }
    return names;
  }

  private List<SqlText> lists() {
    List<SqlText> lists = new ArrayList<>(List.of(ROUTINES, VIEWS, TRIGGERS, EVENTS));
    if (!facts.mariadb() && facts.atLeast(9, 2, 0)) {
      lists.addFirst(LIBRARIES);
    }
    return lists;
  }

  /** In the mode in which the servers' dump programs read them, too. */
  private List<Thing> shown(String database, List<SqlText> lists) throws SQLException {
    sql.execute(SqlText.of("SET @_dbops_mode = @@sql_mode, SESSION sql_mode = ''"));
    try {
      List<Thing> things = new ArrayList<>();
      for (SqlText list : lists) {
        for (Thing thing : sql.query(list, Things::listed, database)) {
          things.add(thing.withText(text(database, thing)));
        }
      }
      things.sort(Comparator.comparing(Thing::sort)); // stable: triggers keep their order
      return things;
    } finally {
      sql.execute(SqlText.of("SET SESSION sql_mode = @_dbops_mode"));
    }
  }

  private static Thing listed(ResultSet row) throws SQLException {
    return new Thing(
        Thing.Sort.of(row.getString(1)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        "");
  }

  private String text(String database, Thing thing) throws SQLException {
    return sql.first(
            SqlText.of(
                "SHOW CREATE {} {}.{}",
                thing.sort().word,
                MY.identifier(database),
                MY.identifier(thing.name())),
            Things::shown)
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorKind.PERMISSION,
                    "the operator's login is not shown the text of the "
                        + thing.sort().name().toLowerCase(Locale.ROOT)
                        + " \""
                        + thing.name()
                        + "\"; grant it "
                        + (facts.mariadb()
                            ? "SELECT ON mysql.proc"
                            : "SELECT or SHOW_ROUTINE ON *.*")));
  }

  private static String shown(ResultSet row) throws SQLException {
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      String label = row.getMetaData().getColumnLabel(i);
      if (label.equals("SQL Original Statement") || label.startsWith("Create ")) {
        String text = row.getString(i);
        return text == null ? "" : text;
      }
    }
    return "";
  }

  /**
   * How it is made in another database, by whoever makes it.
   *
   * @param database that it was read from
   */
  static String portable(Thing thing, String database) {
    return switch (thing.sort()) {
      case VIEW, TRIGGER, LIBRARY -> Creation.portable(thing.text(), thing.backslashes(), database);
      case FUNCTION, PROCEDURE, PACKAGE, PACKAGE_BODY ->
          Creation.portable(thing.text(), thing.backslashes(), null);
      case EVENT -> Creation.awake(thing.text(), thing.backslashes());
    };
  }
}
