package io.dbprovision.mysql.restore;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.ObjectLock;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.script.ScriptLogin;
import io.dbprovision.spi.Credentials;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes views, routines, triggers and events in a database, as the login of its scripts. For who
 * holds the database's lock and may have a guest; for one thread.
 */
final class Rebuild {
  private final Server server;
  private final ObjectLock locks;
  private final ScriptLogin scripts;
  private final Steps steps;

  Rebuild(Server server, ObjectLock locks, ScriptLogin scripts, Steps steps) {
    this.server = server;
    this.locks = locks;
    this.scripts = scripts;
    this.steps = steps;
  }

  /**
   * @param from the database that they were read from
   */
  void make(String database, List<Thing> things, String from) throws SQLException {
    if (things.isEmpty()) {
      return;
    }
    String login = ScriptLogin.name(database);
    Optional<Boolean> made =
        locks.trying(
            steps.sql(),
            Records.DATABASES,
            login,
            1,
            held -> {
              try {
                Credentials credentials = scripts.open(held, database);
                return server.runAs(credentials, database, its -> all(its, things, from));
              } finally {
                scripts.shut(held, login, Optional.of(database));
              }
            });
    if (made.isEmpty()) {
      throw ObjectLock.busy(database);
    }
  }

  /** Views are made in rounds: one may stand on another. */
  private boolean all(Sql its, List<Thing> things, String from) throws SQLException {
    Steps own = steps.on(its);
    List<Thing> views = things.stream().filter(Rebuild::isView).toList();
    for (Thing thing : things) {
      if (isView(thing)) {
        views(own, views, from);
        views = List.of();
      } else {
        one(own, thing, from);
      }
    }
    return true;
  }

  private static boolean isView(Thing thing) {
    return thing.sort() == Thing.Sort.VIEW;
  }

  private static void views(Steps own, List<Thing> views, String from) throws SQLException {
    List<Thing> left = views;
    while (!left.isEmpty()) {
      List<Thing> later = new ArrayList<>();
      SQLException failure = null;
      for (Thing view : left) {
        try {
          one(own, view, from);
        } catch (SQLException e) {
          later.add(view);
          failure = e;
        }
      }
      if (failure != null && later.size() == left.size()) {
        throw failure;
      }
      left = later;
    }
  }

  private static void one(Steps own, Thing thing, String from) throws SQLException {
    Sql sql = own.sql();
    sql.execute(
        SqlText.of(
            "SET SESSION sql_mode = {}, time_zone = {}",
            MY.literal(thing.mode()),
            thing.zone().isEmpty() ? SqlText.of("@@global.time_zone") : MY.literal(thing.zone())));
    if (!thing.collation().isEmpty()) {
      sql.execute(
          SqlText.of("SET SESSION collation_connection = {}", MY.literal(thing.collation())));
    }
    own.run(Things.portable(thing, from));
  }
}
