package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.Step;
import io.dbprovision.spi.SecretText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Gives all accounts of a user a password. Where the one before is to work on, the server keeps it
 * as the second one; an account that has the new one already, after an interruption, is left alone:
 * the new one would take the old one's place.
 */
final class PasswordChange implements Step {
  private final Wanted wanted;
  private final Verifier plugin;
  private final List<String> hosts;
  private final RandomGenerator random;

  PasswordChange(Wanted wanted, Verifier plugin, List<String> hosts, RandomGenerator random) {
    this.wanted = wanted;
    this.plugin = plugin;
    this.hosts = List.copyOf(hosts);
    this.random = random;
  }

  @Override
  public void run(Sql sql) throws SQLException {
    boolean keeps = wanted.spec().keepsReplaced() && !wanted.facts().mariadb();
    Optional<UserState> now =
        keeps
            ? Optional.ofNullable(
                UserState.read(sql, false, List.of(wanted.name())).get(wanted.name()))
            : Optional.empty();
    SqlText clause = Statements.identified(wanted, plugin, random);
    List<SqlText> changes = new ArrayList<>();
    for (String host : hosts) {
      Optional<Account> before = now.flatMap(state -> state.at(host));
      if (before.filter(this::hasItAlready).isEmpty()) {
        changes.add(
            SqlText.of(
                before.filter(this::canKeep).isPresent()
                    ? "{} {} RETAIN CURRENT PASSWORD"
                    : "{} {}",
                MY.account(wanted.name(), host),
                clause));
      }
    }
    if (!changes.isEmpty()) {
      sql.execute(SqlText.of("ALTER USER {}", SqlText.join(", ", changes)));
    }
  }

  private boolean hasItAlready(Account account) {
    Optional<SecretText> password = wanted.spec().password();
    return account.plugin().equals(plugin.plugin())
        && password.isPresent()
        && plugin.accepts(password.get(), account.verifier());
  }

  /** Another way to check passwords makes the old one worthless, and none cannot be kept. */
  private boolean canKeep(Account account) {
    return account.plugin().equals(plugin.plugin()) && !account.verifier().isEmpty();
  }
}
