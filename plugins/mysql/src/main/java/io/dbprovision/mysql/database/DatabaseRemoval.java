package io.dbprovision.mysql.database;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.Visitors;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.script.ScriptLogin;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Remedy;
import io.dbprovision.spi.Risk;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a database away, or only our record of it. */
final class DatabaseRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseRemoval.class);

  private DatabaseRemoval() {}

  static Plan plan(Server server, Subject subject, boolean recorded, DropMode mode) {
    Plan.Builder plan = Plan.builder(true);
    if (mode == DropMode.DROP || mode == DropMode.FORCE) {
      plan.change(drop(server, subject, mode == DropMode.FORCE));
    } else if (recorded) {
      plan.change(release(subject));
    }
    return plan.build();
  }

  private static MyChange release(Subject subject) {
    return MyChange.of(subject, "ownershipRecord")
        .id("release")
        .values("", subject.owner())
        .cause(Cause.REMOVAL)
        .build(
            "leave the database, and forget that it was ours",
            sql -> Records.DATABASES.forget(sql, subject.name()));
  }

  private static MyChange drop(Server server, Subject subject, boolean force) {
    return MyChange.of(subject, "database")
        .id("drop")
        .values("", subject.name())
        .risk(Risk.DESTRUCTIVE)
        .cause(Cause.REMOVAL)
        .build("drop the database and all that is in it", sql -> drop(server, sql, subject, force));
  }

  /** The servers drop a database from under its users; whether there are any is for us to see. */
  private static void drop(Server server, Sql sql, Subject subject, boolean force)
      throws SQLException {
    if (Records.DATABASES.one(sql, subject.name()).intent()
        && !DatabaseState.isEmpty(sql, subject.name())) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          subject.field(),
          subject.title()
              + " was made by somebody else while the operator was about to make it; it is not"
              + " dropped. Let this object leave it (deletionPolicy Retain)");
    }
    List<Long> visitors = Visitors.in(sql, subject.name());
    if (!force && !visitors.isEmpty()) {
      throw EngineException.at(
              ErrorKind.CONFLICT,
              subject.field(),
              subject.title() + " is in use and cannot be dropped; close its connections")
          .with(Remedy.FORCE_REMOVAL);
    }
    Visitors.disconnect(sql, visitors);
    ReadOnly.lift(server, sql, subject.name());
    server.patiently(sql, SqlText.of("DROP DATABASE IF EXISTS {}", MY.identifier(subject.name())));
    ScriptLogin.forget(sql, subject.name());
    Set<String> keepers = Leftovers.clear(sql, server.facts().mariadb(), subject.name());
    if (!keepers.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("database", subject.name())
          .addKeyValue("accounts", keepers)
          .log("privileges on a dropped database are left, which the operator may not take away");
    }
    Records.DATABASES.forget(sql, subject.name());
  }
}
