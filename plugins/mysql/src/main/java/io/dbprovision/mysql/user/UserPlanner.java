package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Compares what the server says of a user with what is asked for. Pure. */
final class UserPlanner {
  /** The id of the change that asks for no certificate's texts any more, and of the claim to it. */
  static final ChangeId SPECIFIED = new ChangeId("requireSpecified.extra");

  private final Wanted wanted;
  private final UserState current;
  private final RandomGenerator random;
  private final List<Account> kept;
  private final SqlText accounts;
  private final List<MyChange> changes = new ArrayList<>();

  private UserPlanner(Wanted wanted, UserState current, RandomGenerator random) {
    this.wanted = wanted;
    this.current = current;
    this.random = random;
    this.kept =
        current.accounts().stream().filter(account -> wanted.allows(account.host())).toList();
    this.accounts = Statements.accounts(wanted.name(), kept.stream().map(Account::host).toList());
  }

  static List<MyChange> changes(Wanted wanted, UserState current, RandomGenerator random) {
    UserPlanner planner = new UserPlanner(wanted, current, random);
    planner.record();
    if (!planner.kept.isEmpty()) {
      planner.identification();
      planner.discarded();
      planner.locked();
      planner.requirement();
      planner.limits();
      planner.lockOut();
      planner.changes.addAll(AgingChanges.of(wanted, planner.kept, planner.accounts));
    }
    planner.changes.addAll(HostChanges.of(wanted, current, random));
    return planner.changes;
  }

  private void record() {
    Recorded recorded = current.recorded();
    String text = wanted.spec().comment().isEmpty() ? recorded.comment() : wanted.spec().comment();
    MyChange.Builder change;
    String summary;
    if (!wanted.spec().owner().equals(recorded.owner()) || recorded.intent()) {
      change =
          MyChange.of(wanted.subject(), OwnershipRecord.CHANGE.value())
              .values(wanted.spec().owner(), recorded.ownerIfAny().map(Object::toString).orElse(""))
              .cause(recorded.owned() && !recorded.intent() ? Cause.DIFFERS : Cause.ABSENT);
      summary = "record who owns it";
    } else if (!text.equals(recorded.comment())) {
      change = MyChange.of(wanted.subject(), "comment").values(text, recorded.comment());
      summary = "set the comment";
    } else {
      return;
    }
    changes.add(
        change.build(
            summary,
            sql -> Records.USERS.confirm(sql, wanted.name(), wanted.spec().owner(), text)));
  }

  /** A new plug-in needs the password anew, so both are one change. */
  private void identification() {
    List<String> others =
        wanted.plugin().stream()
            .flatMap(
                asked ->
                    kept.stream()
                        .map(Account::plugin)
                        .filter(plugin -> !plugin.equals(asked.plugin())))
            .distinct()
            .toList();
    if (!others.isEmpty()) {
      Verifier asked = wanted.newPlugin();
      changes.add(
          MyChange.of(wanted.subject(), "authPlugin")
              .field(wanted.field("authPlugin"))
              .values(asked.plugin(), String.join(", ", others))
              .build(
                  "let the server check the password by " + asked.plugin(),
                  new PasswordChange(wanted, asked, hosts(), random)));
    } else if (wanted.spec().password().isPresent() && !wanted.spec().passwordApplied()) {
      Verifier plugin =
          wanted
              .plugin()
              .or(() -> Verifier.named(kept.getFirst().plugin()))
              .orElse(wanted.newPlugin());
      changes.add(
          MyChange.of(wanted.subject(), "password")
              .field("spec.passwordSecret")
              .values("(set)", "(another)")
              .build("set the password", new PasswordChange(wanted, plugin, hosts(), random)));
    }
  }

  private List<String> hosts() {
    return kept.stream().map(Account::host).toList();
  }

  /** At the password's path: like a new one, it is the operator's doing and no drift. */
  private void discarded() {
    List<String> two =
        wanted.spec().discardsReplaced()
            ? kept.stream().filter(Account::replaced).map(Account::host).toList()
            : List.of();
    if (!two.isEmpty()) {
      SqlText statement =
          SqlText.of(
              "ALTER USER {}",
              SqlText.join(
                  ", ",
                  two.stream()
                      .map(
                          host ->
                              SqlText.of(
                                  "{} DISCARD OLD PASSWORD", MY.account(wanted.name(), host)))
                      .toList()));
      changes.add(
          MyChange.of(wanted.subject(), "password")
              .id("password.replaced")
              .field("spec.passwordRotation")
              .values("(one)", "(two)")
              .build("discard the password before this one", sql -> sql.execute(statement)));
    }
  }

  private void locked() {
    wanted
        .locked()
        .ifPresent(
            locked ->
                differing(
                    "accountLocked",
                    locked,
                    Account::locked,
                    locked ? "lock the account" : "unlock the account",
                    locked
                        ? SqlText.of("ALTER USER {} ACCOUNT LOCK", accounts)
                        : SqlText.of("ALTER USER {} ACCOUNT UNLOCK", accounts)));
  }

  private void requirement() {
    Optional<Requirement> asked = wanted.requirement();
    asked.ifPresent(this::requirement);
    boolean issued = wanted.spec().issued().contains(SPECIFIED);
    if (issued && asked.filter(Requirement::specified).isEmpty()) {
      List<Requirement> left =
          kept.stream().map(Account::requirement).filter(Requirement::specified).toList();
      Requirement without = Requirement.without(wanted.options());
      if (!left.isEmpty()) {
        SqlText statement = SqlText.of("ALTER USER {} REQUIRE {}", accounts, without.clause());
        changes.add(
            MyChange.of(wanted.subject(), left.getFirst().fields().getFirst())
                .id(SPECIFIED.value())
                .values(without, left.getFirst())
                .cause(Cause.EXTRA)
                .build(
                    "ask for no issuer, subject or cipher any more",
                    sql -> sql.execute(statement)));
      }
    }
  }

  private void requirement(Requirement asked) {
    List<Requirement> others =
        kept.stream()
            .map(Account::requirement)
            .filter(found -> !found.satisfies(asked))
            .distinct()
            .toList();
    if (!others.isEmpty()) {
      String field = asked.field(others.getFirst());
      boolean loosens = !asked.specified() && others.stream().anyMatch(Requirement::specified);
      SqlText statement = SqlText.of("ALTER USER {} REQUIRE {}", accounts, asked.clause());
      MyChange.Builder change =
          MyChange.of(wanted.subject(), field)
              .field(wanted.field(field))
              .values(asked, others.stream().map(String::valueOf).collect(Collectors.joining("; ")))
              .risk(loosens ? Risk.DESTRUCTIVE : Risk.SAFE);
      if (asked.specified()) {
        change = change.claim(SPECIFIED);
      }
      changes.add(change.build("let logins come by " + asked, sql -> sql.execute(statement)));
    }
  }

  private void limits() {
    for (Limit limit : Limit.values()) {
      Integer asked = limit.asked(wanted.options());
      if (asked != null) {
        differing(
            limit.field,
            asked,
            limit::of,
            "set its limit to " + asked,
            SqlText.of("ALTER USER {} WITH {} {}", accounts, limit.word, MY.number(asked)));
      }
    }
  }

  /** What an account does after wrong passwords; MariaDB has one rule for all accounts. */
  private void lockOut() {
    Integer attempts = wanted.options().failedLoginAttempts();
    if (attempts != null) {
      lockOut(
          "failedLoginAttempts",
          attempts,
          Account::failedLoginAttempts,
          SqlText.of("ALTER USER {} FAILED_LOGIN_ATTEMPTS {}", accounts, MY.number(attempts)));
    }
    Integer days = wanted.options().passwordLockTime();
    if (days != null) {
      lockOut(
          "passwordLockTime",
          days,
          Account::passwordLockDays,
          SqlText.of("ALTER USER {} PASSWORD_LOCK_TIME {}", accounts, MY.number(days)));
    }
  }

  private void lockOut(
      String field, int asked, Function<Account, Integer> actual, SqlText statement) {
    if (!wanted.facts().mariadb()) {
      differing(field, asked, actual, "set it to " + asked, statement);
    } else if (asked > 0) {
      changes.add(
          MyChange.of(wanted.subject(), field)
              .field(wanted.field(field))
              .values(asked, 0)
              .risk(Risk.IMMUTABLE)
              .build(
                  "cannot be done: MariaDB counts wrong passwords by max_password_errors of the"
                      + " whole server",
                  sql -> {
                    throw MyUsers.unsupportedLockOut();
                  }));
    }
  }

  private <V> void differing(
      String field, V asked, Function<Account, V> actual, String summary, SqlText statement) {
    List<V> others =
        kept.stream().map(actual).filter(found -> !found.equals(asked)).distinct().toList();
    if (!others.isEmpty()) {
      changes.add(
          MyChange.of(wanted.subject(), field)
              .field(wanted.field(field))
              .values(asked, others.stream().map(String::valueOf).collect(Collectors.joining(", ")))
              .build(summary, sql -> sql.execute(statement)));
    }
  }
}
