package io.dbprovision.mysql.grant;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.mysql.change.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives privileges on one thing to accounts; all in one statement, so all or none of them. */
record Giving(Statements statements, List<GrantClaim> claims, List<Account> accounts)
    implements Step {
  Giving {
    claims = List.copyOf(claims);
    accounts = List.copyOf(accounts);
  }

  @Override
  public void run(Sql sql) throws SQLException {
    statements.give(sql, claims, accounts);
  }

  /** What has a grant option of its own needs a statement of its own. */
  @Override
  public Optional<Step> and(Step next) {
    return next instanceof Giving other
            && other.accounts.equals(accounts)
            && other.on().equals(on())
            && !option()
            && !other.option()
        ? Optional.of(
            new Giving(
                statements,
                Stream.concat(claims.stream(), other.claims.stream()).toList(),
                accounts))
        : Optional.empty();
  }

  private Target on() {
    return claims.getFirst().target().whole();
  }

  private boolean option() {
    return claims.getFirst().right().option();
  }
}
