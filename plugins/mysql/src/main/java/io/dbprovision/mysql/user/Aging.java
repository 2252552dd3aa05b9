package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.ChangeId;
import org.jspecify.annotations.Nullable;

/** Rules for the age of a login's passwords; an account without one has the whole server's. */
enum Aging {
  LIFETIME("passwordLifetimeDays", SqlText.of("PASSWORD EXPIRE"), SqlText.of(" DAY"), true),
  HISTORY("passwordHistory", SqlText.of("PASSWORD HISTORY"), SqlText.of(""), false),
  REUSE("passwordReuseIntervalDays", SqlText.of("PASSWORD REUSE"), SqlText.of(" DAY"), false);

  private static final SqlText NUMBER = SqlText.of("");
  private static final SqlText INTERVAL = SqlText.of("INTERVAL ");

  final String field;
  final boolean everywhere;
  private final SqlText words;
  private final SqlText unit;

  /**
   * @param everywhere whether MariaDB has it, too
   */
  Aging(String field, SqlText words, SqlText unit, boolean everywhere) {
    this.field = field;
    this.words = words;
    this.unit = unit;
    this.everywhere = everywhere;
  }

  @Nullable Integer asked(UserOptions options) {
    return switch (this) {
      case LIFETIME -> options.passwordLifetimeDays();
      case HISTORY -> options.passwordHistory();
      case REUSE -> options.passwordReuseIntervalDays();
    };
  }

  /** Null for the server's own. */
  @Nullable Integer of(Account account) {
    return switch (this) {
      case LIFETIME -> account.lifetimeDays();
      case HISTORY -> account.history();
      case REUSE -> account.reuseDays();
    };
  }

  /** The id of the change that gives it up again, and so of the claim to it. */
  ChangeId claim() {
    return new ChangeId(field + ".extra");
  }

  /** What comes behind the accounts; 0 days of life are an endless one. */
  SqlText clause(int value) {
    if (this == LIFETIME && value == 0) {
      return SqlText.of("{} NEVER", words);
    }
    return SqlText.of(
        "{} {}{}{}", words, this == HISTORY ? NUMBER : INTERVAL, MY.number(value), unit);
  }

  /** The same that leaves it to the server. */
  SqlText reset() {
    return this == REUSE
        ? SqlText.of("{} INTERVAL DEFAULT", words)
        : SqlText.of("{} DEFAULT", words);
  }
}
