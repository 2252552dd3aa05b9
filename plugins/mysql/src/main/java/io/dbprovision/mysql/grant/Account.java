package io.dbprovision.mysql.grant;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.SqlText;
import java.util.Collection;
import java.util.Comparator;

/**
 * One account of a grantee.
 *
 * @param host empty for a role of MariaDB, which has none
 */
record Account(String user, String host) {
  static final Comparator<Account> ORDER =
      Comparator.comparing(Account::user).thenComparing(Account::host);

  SqlText sql() {
    return host.isEmpty() ? MY.identifier(user) : MY.account(user, host);
  }

  static SqlText list(Collection<Account> accounts) {
    return SqlText.join(", ", accounts.stream().sorted(ORDER).map(Account::sql).toList());
  }
}
