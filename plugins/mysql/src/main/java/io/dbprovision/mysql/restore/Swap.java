package io.dbprovision.mysql.restore;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.copy.Patience;
import io.dbprovision.mysql.database.DatabaseState;
import io.dbprovision.mysql.dumpfile.Creation;
import io.dbprovision.mysql.restore.Journal.Entry;
import io.dbprovision.mysql.restore.Journal.Phase;
import io.dbprovision.mysql.restore.Journal.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one database's content into the place of another's, step by step. Every step can be
 * repeated, and each looks at what is there, not at what should be. For who holds the target's lock
 * and may have a guest; for one thread.
 */
final class Swap {
  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);
  private static final SqlText TABLES =
      SqlText.of(
          "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?"
              + " AND TABLE_TYPE NOT LIKE '%VIEW' ORDER BY 1");
  private static final SqlText VIEWS =
      SqlText.of("SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?");
  private static final SqlText DEFAULTS =
      SqlText.of(
          "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME"
              + " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?");
  private static final SqlText THERE =
      SqlText.of("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?");

  private final Server server;
  private final Rebuild rebuild;
  private final Journal journal;
  private final Steps steps;
  private final Place place;

  Swap(Server server, Rebuild rebuild, Journal journal, Steps steps, Place place) {
    this.server = server;
    this.rebuild = rebuild;
    this.journal = journal;
    this.steps = steps;
    this.place = place;
  }

  /** From wherever it stands to its end. */
  Entry forward(Entry entry) throws SQLException {
    Entry now = entry;
    if (now.phase() == Phase.PREPARED) {
      now = journal.put(writeDown(now).at(Phase.SWAPPING));
    }
    if (now.phase() == Phase.SWAPPING) {
      move(now);
      now = journal.put(now.at(Phase.MOVED));
    }
    if (now.phase() == Phase.MOVED) {
      renew(now);
      now = journal.put(now.at(Phase.DONE));
    }
    return now;
  }

  /**
   * To where it began, if the tables are where they were; else to its end.
   *
   * @return whether the target is as it was
   */
  boolean back(Entry entry) throws SQLException {
    boolean swapped = entry.phase() == Phase.SWAPPING && moved();
    if (swapped || entry.phase() == Phase.MOVED) {
      forward(entry);
      return false;
    }
    if (entry.phase() == Phase.SWAPPING) {
      restoreTriggers(entry);
    }
    if (entry.made() && exists(steps.sql(), entry.target())) {
      if (DatabaseState.isEmpty(steps.sql(), entry.target())) {
        steps.run(SqlText.of("DROP DATABASE IF EXISTS {}", MY.identifier(entry.target())));
      }
    }
    return true;
  }

  /** Removes both passing databases. */
  void clean() throws SQLException {
    for (String database : List.of(place.temporary(), place.former())) {
      if (exists(steps.sql(), database)) {
        steps.before().run();
        server.patiently(
            steps.sql(), SqlText.of("DROP DATABASE IF EXISTS {}", MY.identifier(database)));
      }
    }
  }

  static boolean exists(Sql sql, String database) throws SQLException {
    return sql.query(THERE, row -> row.getString(1), database).contains(database);
  }

  /** What is needed later, before anything of the target is touched. */
  private Entry writeDown(Entry entry) throws SQLException {
    Things things = new Things(steps.sql(), server.facts());
    journal.forgetThings(entry.id());
    journal.keep(entry.id(), Side.NEW, things.all(place.temporary()));
    Entry now = entry;
    if (exists(steps.sql(), entry.target())) {
      journal.keep(entry.id(), Side.OLD, things.triggers(entry.target()));
      grants().keep(entry.id(), entry.target());
    } else {
      now = journal.put(entry.making());
      create(entry.target());
    }
    steps.run(
        SqlText.of(
            "CREATE TABLE IF NOT EXISTS {} (`moved` INT)", table(place.temporary(), Place.MARKER)));
    return now;
  }

  private RoutineGrants grants() {
    return new RoutineGrants(steps, server.facts().mariadb());
  }

  /** With the defaults that the copy was filled under. */
  private void create(String target) throws SQLException {
    List<SqlText> defaults =
        steps
            .sql()
            .query(
                DEFAULTS,
                row ->
                    SqlText.of(
                        "CHARACTER SET {} COLLATE {}",
                        MY.identifier(row.getString(1)),
                        MY.identifier(row.getString(2))),
                place.temporary());
    steps.run(
        SqlText.of(
            "CREATE DATABASE IF NOT EXISTS {} {}",
            MY.identifier(target),
            SqlText.join(" ", defaults)));
  }

  private boolean moved() throws SQLException {
    return steps
        .sql()
        .query(TABLES, row -> row.getString(1), place.former())
        .contains(Place.MARKER);
  }

  /** All tables at once: one statement, which is done or not. */
  private void move(Entry entry) throws SQLException {
    if (moved()) {
      return;
    }
    steps.run(SqlText.of("CREATE DATABASE IF NOT EXISTS {}", MY.identifier(place.former())));
    dropTriggers(entry.target());
    dropTriggers(place.temporary());
    SqlText rename = SqlText.of("RENAME TABLE {}", SqlText.join(", ", moves(entry)));
    Patience.with(
        steps.sql(),
        server.facts(),
        patient -> {
          steps.run(rename);
          return true;
        });
  }

  private List<SqlText> moves(Entry entry) throws SQLException {
    String target = entry.target();
    List<String> arriving = names(TABLES, place.temporary());
    List<SqlText> moves = new ArrayList<>();
    for (String name : names(TABLES, target)) {
      moves.add(move(target, name, place.former(), name));
    }
    int number = 0;
    for (String view : names(VIEWS, target)) {
      if (arriving.contains(view)) { // its name is wanted, and it goes soon
        number++;
        moves.add(move(target, view, target, Place.MARKER + number));
      }
    }
    for (String name : arriving) {
      String to = name.equals(Place.MARKER) ? place.former() : target;
      moves.add(move(place.temporary(), name, to, name));
    }
    return moves;
  }

  private List<String> names(SqlText list, String database) throws SQLException {
    return steps.sql().query(list, row -> row.getString(1), database);
  }

  private static SqlText move(String from, String name, String to, String newName) {
    return SqlText.of("{} TO {}", table(from, name), table(to, newName));
  }

  private static SqlText table(String database, String name) {
    return SqlText.of("{}.{}", MY.identifier(database), MY.identifier(name));
  }

  private void dropTriggers(String database) throws SQLException {
    for (Thing.Named each : new Things(steps.sql(), server.facts()).names(database)) {
      if (each.sort() == Thing.Sort.TRIGGER) {
        drop(database, each);
      }
    }
  }

  private void drop(String database, Thing.Named each) throws SQLException {
    if (each.sort() != Thing.Sort.PACKAGE_BODY) { // goes with its package
      steps.run(SqlText.of("DROP {} IF EXISTS {}", each.sort().word, table(database, each.name())));
    }
  }

  /** The tables are there; everything else is dropped and made, however far that had come. */
  private void renew(Entry entry) throws SQLException {
    for (Thing.Named each : new Things(steps.sql(), server.facts()).names(entry.target())) {
      drop(entry.target(), each);
    }
    rebuild.make(entry.target(), journal.things(entry.id(), Side.NEW), place.temporary());
    grants().give(entry.id(), entry.target());
  }

  /** Those that were dropped so that tables could move, which then did not. */
  private void restoreTriggers(Entry entry) throws SQLException {
    List<Thing> old = journal.things(entry.id(), Side.OLD);
    Set<Thing.Named> there =
        Set.copyOf(new Things(steps.sql(), server.facts()).names(entry.target()));
    List<Thing> lost = new ArrayList<>();
    for (Thing thing : old) {
      if (!there.contains(new Thing.Named(thing.sort(), thing.name()))
          && !asItWas(entry.target(), thing)) {
        lost.add(thing);
      }
    }
    rebuild.make(entry.target(), lost, entry.target());
  }

  /** By its own definer, which takes a right that few admins have. */
  private boolean asItWas(String database, Thing thing) throws SQLException {
    Sql sql = steps.sql();
    sql.execute(
        SqlText.of(
            "SET @_dbops_mode = @@sql_mode, SESSION sql_mode = {}", MY.literal(thing.mode())));
    try {
      steps.run(Creation.qualified(thing.text(), thing.backslashes(), database));
      return true;
    } catch (SQLException e) {
      LOG.atWarn()
          .addKeyValue("database", database)
          .addKeyValue("trigger", thing.name())
          .addKeyValue("error", e.getErrorCode())
          .log("a trigger gets another definer: the operator's login may not name its own");
      return false;
    } finally {
      sql.execute(SqlText.of("SET SESSION sql_mode = @_dbops_mode"));
    }
  }
}
