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
import io.dbprovision.spi.UserSpec;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Takes all accounts of a user away, or only our record of it. */
final class UserRemoval {
  private static final SqlText HOSTS = SqlText.of("SELECT Host FROM mysql.user WHERE User = ?");

  private final Subject subject;
  private final boolean mariadb;
  private final Set<String> hosts;

  /**
   * @param hosts whose accounts are its; empty for all
   */
  UserRemoval(Subject subject, boolean mariadb, Set<String> hosts) {
    this.subject = subject;
    this.mariadb = mariadb;
    this.hosts = Set.copyOf(hosts);
  }

  /**
   * The hosts of the accounts that the manifest asks for or had made; none when it leaves them to
   * others, so that all are its. What was added by hand to those that it lists is not its.
   */
  static Set<String> hosts(UserSpec spec) {
    Set<String> hosts = new HashSet<>();
    try {
      hosts.addAll(spec.section().as(UserOptions.class).listedHosts());
    } catch (EngineException e) {
      return hosts; // a manifest that cannot be read lists none
    }
    if (!hosts.isEmpty()) {
      spec.issued().forEach(claim -> HostChanges.host(claim).ifPresent(hosts::add));
    }
    return hosts;
  }

  Plan plan(UserState current, DropMode mode) {
    Plan.Builder plan = Plan.builder(true);
    if (mode == DropMode.DROP || mode == DropMode.FORCE) {
      plan.change(
          MyChange.of(subject, "username")
              .id("drop")
              .values("", subject.name())
              .risk(Risk.DESTRUCTIVE)
              .cause(Cause.REMOVAL)
              .build(
                  hosts.isEmpty()
                      ? "drop the user, whatever host it may come from"
                      : "drop the user where it comes from " + String.join(", ", sorted(hosts)),
                  this::drop));
    } else if (current.recorded().owned()) {
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

  private static Set<String> sorted(Set<String> texts) {
    return new TreeSet<>(texts);
  }

  /**
   * Nobody may make anything while we look whether something is its work, so it is shut and its
   * sessions are ended before; if then it has to stay, it is as it was.
   */
  private void drop(Sql sql) throws SQLException {
    List<String> all = sql.query(HOSTS, row -> row.getString(1), subject.name());
    List<String> ours = all.stream().filter(this::isOurs).toList();
    if (ours.size() < all.size()) {
      throw notOurs(all.stream().filter(host -> !isOurs(host)).toList());
    }
    if (!ours.isEmpty()) {
      requireNoneDefined(sql, ours);
      shut(sql, ours);
      sql.execute(SqlText.of("DROP USER IF EXISTS {}", Statements.accounts(subject.name(), ours)));
    }
    Records.USERS.forget(sql, subject.name());
  }

  private EngineException notOurs(List<String> others) {
    return EngineException.at(
        ErrorKind.CONFLICT,
        subject.field(),
        subject.title()
            + " also has accounts for "
            + String.join(", ", others)
            + ", which are not in allowedHosts and so may be somebody else's; drop them, or list"
            + " their hosts there so that they are dropped with it");
  }

  private boolean isOurs(String host) {
    return hosts.isEmpty() || hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  private void shut(Sql sql, List<String> ours) throws SQLException {
    UserState before = UserState.read(sql, mariadb, List.of(subject.name())).get(subject.name());
    List<String> open =
        before == null
            ? List.of()
            : before.accounts().stream()
                .filter(account -> !account.locked())
                .map(Account::host)
                .filter(this::isOurs)
                .toList();
    sql.execute(
        SqlText.of("ALTER USER {} ACCOUNT LOCK", Statements.accounts(subject.name(), ours)));
    try {
      if (!Visitors.end(sql, subject.name())) {
        throw EngineException.at(
            ErrorKind.TIMEOUT,
            subject.field(),
            "sessions of " + subject.title() + " do not end; it is tried again");
      }
      requireNoneDefined(sql, ours);
    } catch (SQLException | EngineException e) {
      reopen(sql, open, e);
      throw e;
    }
  }

  private void reopen(Sql sql, List<String> open, Exception reason) {
    if (!open.isEmpty()) {
      try {
        sql.execute(
            SqlText.of("ALTER USER {} ACCOUNT UNLOCK", Statements.accounts(subject.name(), open)));
      } catch (SQLException e) {
        reason.addSuppressed(e);
      }
    }
  }

  private void requireNoneDefined(Sql sql, List<String> ours) throws SQLException {
    Definers.requireNone(sql, mariadb, subject.name(), ours, subject.title(), subject.field());
  }
}
