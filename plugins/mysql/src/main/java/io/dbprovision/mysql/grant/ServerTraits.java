package io.dbprovision.mysql.grant;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.ServerFacts;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What of a server decides how rights are written there.
 *
 * @param literalNames whether {@code _} and {@code %} mean themselves in GRANT: with MySQL's
 *     partial revokes there are no patterns, nor (whatever its manual says; seen on 9.7) escapes
 */
record ServerTraits(ServerFacts facts, Vocabulary vocabulary, boolean literalNames) {
  private static final SqlText PRIVILEGES = SqlText.of("SHOW PRIVILEGES");
  private static final SqlText PARTIAL = SqlText.of("SELECT @@global.partial_revokes");

  /** Listed there, too, and no privileges of their own. */
  private static final Set<String> OTHERS = Set.of("GRANT OPTION", "PROXY", "USAGE");

  static ServerTraits read(Sql sql, ServerFacts facts) throws SQLException {
    if (facts.mariadb()) {
      return new ServerTraits(facts, Vocabulary.of(facts, List.of()), false);
    }
    List<String> dynamic =
        sql.query(PRIVILEGES, row -> row.getString(1)).stream()
            .map(word -> word.toUpperCase(Locale.ROOT))
            .filter(word -> word.indexOf(' ') < 0 && word.indexOf('_') > 0)
            .filter(word -> !OTHERS.contains(word) && GrantClaim.isPrivilege(word))
            .sorted()
            .toList();
    boolean literal = sql.query(PARTIAL, row -> row.getBoolean(1)).getFirst();
    return new ServerTraits(facts, Vocabulary.of(facts, dynamic), literal);
  }

  ManifestReader reader() {
    return new ManifestReader(vocabulary, facts.foldsNames());
  }

  /** The account of a role that is made now. */
  Account newRole(String name) {
    return new Account(name, facts.mariadb() ? "" : "%");
  }
}
