package io.dbprovision.mysql.user;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.connect.Visitors;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.sql.SQLException;
import java.util.List;

/** Takes all accounts of a user away, or only our record of it. */
final class UserRemoval {
  private static final SqlText HOSTS = SqlText.of("SELECT Host FROM mysql.user WHERE User = ?");

  /** How many are counted. */
  private static final int LISTED = 20;

  private UserRemoval() {}

  static Plan plan(Subject subject, boolean recorded, DropMode mode) {
    Plan.Builder plan = Plan.builder(true);
    if (mode == DropMode.DROP || mode == DropMode.FORCE) {
      plan.change(
          MyChange.of(subject, "username")
              .id("drop")
              .values("", subject.name())
              .risk(Risk.DESTRUCTIVE)
              .cause(Cause.REMOVAL)
              .build(
                  "drop the user, whatever host it may come from",
                  sql -> drop(sql, subject, mode == DropMode.FORCE)));
    } else if (recorded) {
      plan.change(
          MyChange.of(subject, "ownershipRecord")
              .id("release")
              .values("", subject.owner())
              .cause(Cause.REMOVAL)
              .build(
                  "leave the user, and forget that it was ours",
                  sql -> Records.USERS.forget(sql, subject.name())));
    }
    return plan.build();
  }

  /** Sessions that are open outlive their user, unless somebody ends them. */
  private static void drop(Sql sql, Subject subject, boolean force) throws SQLException {
    requireNothingDefined(sql, subject);
    List<String> hosts = sql.query(HOSTS, row -> row.getString(1), subject.name());
    sql.execute(SqlText.of("DROP USER IF EXISTS {}", Statements.accounts(subject.name(), hosts)));
    if (force) {
      Visitors.disconnect(sql, Visitors.as(sql, subject.name()));
    }
    Records.USERS.forget(sql, subject.name());
  }

  private static void requireNothingDefined(Sql sql, Subject subject) throws SQLException {
    int found = MyOwnedObjects.of(sql, subject.name(), LISTED).size();
    if (found > 0) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          subject.field(),
          subject.title()
              + " is the definer of "
              + (found == LISTED ? "at least " : "")
              + found
              + " views, routines, triggers or events, which would fail without it; hand them over"
              + " first");
    }
  }
}
