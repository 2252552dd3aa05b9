package io.dbprovision.mysql.grant;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.sql.GrantedNames;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What of a server decides how rights are written there. */
record ServerTraits(ServerFacts facts, Vocabulary vocabulary, GrantedNames names) {
  private static final SqlText PRIVILEGES = SqlText.of("SHOW PRIVILEGES");

  /** Listed there, too, and no privileges of their own. */
  private static final Set<String> OTHERS = Set.of("GRANT OPTION", "PROXY", "USAGE");

  static ServerTraits read(Sql sql, ServerFacts facts) throws SQLException {
    GrantedNames names = GrantedNames.read(sql, facts.mariadb());
    if (facts.mariadb()) {
      return new ServerTraits(facts, Vocabulary.of(facts, List.of()), names);
    }
    List<String> dynamic =
        sql.query(PRIVILEGES, row -> row.getString(1)).stream()
            .map(word -> word.toUpperCase(Locale.ROOT))
            .filter(word -> word.indexOf(' ') < 0 && word.indexOf('_') > 0)
            .filter(word -> !OTHERS.contains(word) && GrantClaim.isPrivilege(word))
            .sorted()
            .toList();
    return new ServerTraits(facts, Vocabulary.of(facts, dynamic), names);
  }

  ManifestReader reader() {
    return new ManifestReader(vocabulary, facts.foldsNames(), facts.longestUser(), names);
  }

  /** The account of a role that is made now. */
  Account newRole(String name) {
    return new Account(name, facts.mariadb() ? "" : "%");
  }
}
