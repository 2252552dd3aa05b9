package io.dbprovision.postgres.sql;

import io.dbprovision.jdbc.SqlText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be held. The constants are the server's own words, but for {@link #MEMBER}. */
public enum Privilege {
  CONNECT,
  CREATE,
  TEMPORARY,
  USAGE,
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  TRUNCATE,
  REFERENCES,
  TRIGGER,
  MAINTAIN,
  EXECUTE,
  /** To be a member of a role; its grant option is what the server calls ADMIN OPTION. */
  MEMBER;

  private static final Set<String> WORDS =
      Arrays.stream(values())
          .filter(privilege -> privilege != MEMBER)
          .map(Enum::name)
          .collect(Collectors.toUnmodifiableSet());

  /** As a manifest writes it, without regard to case; empty for anything else. */
  public static Optional<Privilege> parse(String word) {
    String folded = word.strip().toUpperCase(Locale.ROOT);
    if (folded.equals("TEMP")) {
      return Optional.of(TEMPORARY);
    }
    return WORDS.contains(folded) ? Optional.of(valueOf(folded)) : Optional.empty();
  }

  public static boolean isAll(String word) {
    String folded = word.strip().toUpperCase(Locale.ROOT);
    return folded.equals("ALL") || folded.equals("ALL PRIVILEGES");
  }

  /** As the catalog names it; empty for a privilege that this version does not know. */
  public static Optional<Privilege> ofCatalog(String type) {
    return WORDS.contains(type) ? Optional.of(valueOf(type)) : Optional.empty();
  }

  public SqlText word() {
    return PgDialect.PG.word(name(), WORDS);
  }
}
