package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.grant.SameRights;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Risk;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Which accounts of a user come and go, as the hosts that it may come from do. */
final class HostChanges {
  private static final String MISSING = "allowedHosts.missing";
  private static final String EXTRA = "allowedHosts.extra";

  private HostChanges() {}

  /** The id of the change that takes a host away, and so of the claim to it. */
  static ChangeId claim(String host) {
    return new ChangeId(EXTRA + "." + host);
  }

  /** The host that a claim of {@link #claim} is to. */
  static Optional<String> host(ChangeId claim) {
    String before = EXTRA + ".";
    return claim.value().startsWith(before)
        ? Optional.of(claim.value().substring(before.length()))
        : Optional.empty();
  }

  static List<MyChange> of(Wanted wanted, UserState current, RandomGenerator random) {
    List<MyChange> changes = new ArrayList<>();
    for (String host : wanted.options().listedHosts()) {
      if (current.at(host).isEmpty()) {
        changes.add(
            MyChange.of(wanted.subject(), MISSING)
                .id(MISSING + "." + host)
                .field(wanted.field("allowedHosts"))
                .values(host, "")
                .cause(Cause.ABSENT)
                .claim(claim(host))
                .build("let it come from " + host, sql -> add(sql, wanted, current, host, random)));
      }
    }
    for (Account account : current.accounts()) {
      if (!wanted.allows(account.host())) {
        changes.add(
            MyChange.of(wanted.subject(), EXTRA)
                .id(claim(account.host()).value())
                .field(wanted.field("allowedHosts"))
                .values("", account.host())
                .cause(Cause.EXTRA)
                .risk(Risk.DESTRUCTIVE)
                .build(
                    "do not let it come from " + account.host(),
                    sql -> drop(sql, wanted, account.host())));
      }
    }
    return changes;
  }

  private static void add(
      Sql sql, Wanted wanted, UserState current, String host, RandomGenerator random)
      throws SQLException {
    sql.execute(create(wanted, current, host, random));
    Optional<Account> elder =
        current.accounts().stream().filter(account -> wanted.allows(account.host())).findFirst();
    if (elder.isPresent()) {
      SameRights.copy(sql, wanted.facts(), wanted.name(), elder.get().host(), host);
    }
  }

  private static void drop(Sql sql, Wanted wanted, String host) throws SQLException {
    Definers.requireNone(
        sql,
        wanted.facts().mariadb(),
        wanted.name(),
        List.of(host),
        "the account \"" + wanted.name() + "\"@\"" + host + "\"",
        wanted.field("allowedHosts"));
    sql.execute(SqlText.of("DROP USER IF EXISTS {}", MY.account(wanted.name(), host)));
  }

  /** With the password of the accounts that are there, when it may stay as it is. */
  private static SqlText create(
      Wanted wanted, UserState current, String host, RandomGenerator random) {
    Account like = current.accounts().getFirst();
    boolean alike =
        wanted.spec().password().isEmpty()
            && !like.verifier().isEmpty()
            && wanted.plugin().map(Verifier::plugin).orElse(like.plugin()).equals(like.plugin());
    SqlText identified =
        alike
            ? Statements.identified(wanted.facts().mariadb(), like.plugin(), like.verifier())
            : Statements.identified(wanted, wanted.newPlugin(), random);
    return SqlText.of(
        "CREATE USER {} {} {}",
        MY.account(wanted.name(), host),
        identified,
        Statements.settings(wanted));
  }
}
