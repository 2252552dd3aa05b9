package io.dbprovision.mysql.role;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.change.Subject;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.sql.SQLException;
import java.util.List;

/** Takes a role away, and with it what its members had by it; or only our record of it. */
final class RoleRemoval {
  private static final SqlText HOSTS = SqlText.of("SELECT Host FROM mysql.user WHERE User = ?");

  private RoleRemoval() {}

  static Plan plan(Subject subject, boolean mariadb, boolean recorded, DropMode mode) {
    Plan.Builder plan = Plan.builder(true);
    if (mode == DropMode.DROP || mode == DropMode.FORCE) {
      plan.change(
          MyChange.of(subject, "roleName")
              .id("drop")
              .values("", subject.name())
              .risk(Risk.DESTRUCTIVE)
              .cause(Cause.REMOVAL)
              .build("drop the role", sql -> drop(sql, subject, mariadb)));
    } else if (recorded) {
      plan.change(
          MyChange.of(subject, "ownershipRecord")
              .id("release")
              .values("", subject.owner())
              .cause(Cause.REMOVAL)
              .build(
                  "leave the role, and forget that it was ours",
                  sql -> Records.USERS.forget(sql, subject.name())));
    }
    return plan.build();
  }

  private static void drop(Sql sql, Subject subject, boolean mariadb) throws SQLException {
    if (mariadb) {
      sql.execute(SqlText.of("DROP ROLE IF EXISTS {}", MY.identifier(subject.name())));
    } else {
      List<SqlText> accounts =
          sql.query(HOSTS, row -> row.getString(1), subject.name()).stream()
              .map(host -> MY.account(subject.name(), host))
              .toList();
      if (!accounts.isEmpty()) { // else it went meanwhile
        sql.execute(SqlText.of("DROP ROLE IF EXISTS {}", SqlText.join(", ", accounts)));
      }
    }
    Records.USERS.forget(sql, subject.name());
  }
}
