package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/** The parts of CREATE USER and ALTER USER. */
final class Statements {
  private Statements() {}

  static SqlText accounts(String user, Collection<String> hosts) {
    return SqlText.join(", ", hosts.stream().map(host -> MY.account(user, host)).toList());
  }

  /** How an account proves itself; the clause holds a verifier, never a password. */
  static SqlText identified(boolean mariadb, String plugin, SecretText verifier) {
    String text = verifier.reveal();
    return mariadb
        ? SqlText.of("IDENTIFIED VIA {} USING {}", MY.identifier(plugin), MY.literal(text))
        : SqlText.of(
            "IDENTIFIED WITH {} AS {}",
            MY.identifier(plugin),
            MY.hexadecimal(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /**
   * @throws EngineException when there is no password to make it of
   */
  static SqlText identified(Wanted wanted, Verifier plugin, RandomGenerator random) {
    return identified(wanted.facts().mariadb(), plugin.plugin(), verifier(wanted, plugin, random));
  }

  /**
   * @throws EngineException when there is no password to make it of
   */
  static SecretText verifier(Wanted wanted, Verifier plugin, RandomGenerator random) {
    SecretText password =
        wanted
            .spec()
            .password()
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorKind.INVALID, "there is no password for " + wanted.subject().title()));
    return plugin.of(password, random);
  }

  /** The clauses that a new account gets beside its plug-in; empty for none. */
  static SqlText settings(Wanted wanted) {
    List<SqlText> clauses = new ArrayList<>();
    wanted.requirement().ifPresent(way -> clauses.add(SqlText.of("REQUIRE {}", way.clause())));
    List<SqlText> limits = new ArrayList<>();
    for (Limit limit : Limit.values()) {
      Integer asked = limit.asked(wanted.options());
      if (asked != null && asked > 0) {
        limits.add(SqlText.of("{} {}", limit.word, MY.number(asked)));
      }
    }
    if (!limits.isEmpty()) {
      clauses.add(SqlText.of("WITH {}", SqlText.join(" ", limits)));
    }
    wanted
        .locked()
        .filter(locked -> locked)
        .ifPresent(locked -> clauses.add(SqlText.of("ACCOUNT LOCK")));
    for (Aging aging : Aging.values()) {
      Integer asked = aging.asked(wanted.options());
      if (asked != null && (aging.everywhere || !wanted.facts().mariadb())) {
        clauses.add(aging.clause(asked));
      }
    }
    if (!wanted.facts().mariadb()) {
      Integer attempts = wanted.options().failedLoginAttempts();
      if (attempts != null && attempts > 0) {
        clauses.add(SqlText.of("FAILED_LOGIN_ATTEMPTS {}", MY.number(attempts)));
      }
      Integer days = wanted.options().passwordLockTime();
      if (days != null && days > 0) {
        clauses.add(SqlText.of("PASSWORD_LOCK_TIME {}", MY.number(days)));
      }
    }
    return SqlText.join(" ", clauses);
  }
}
