package io.dbprovision.postgres.copy;

import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives roles in statements their new names: in those by which pg_restore writes owners, rights,
 * default rights and policies, in its own spelling, and in no other.
 */
final class RoleNames {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final String ROLE = "(" + NAME + ")";
  private static final Pattern ANY = Pattern.compile(ROLE);

  private static final Pattern GRANT =
      Pattern.compile("(?s)(GRANT .+ TO )" + ROLE + "( WITH GRANT OPTION)?");
  private static final Pattern REVOKE = Pattern.compile("(?s)(REVOKE .+ FROM )" + ROLE + "()");
  private static final Pattern DEFAULTS =
      Pattern.compile(
          "(?s)(ALTER DEFAULT PRIVILEGES FOR ROLE )"
              + ROLE
              + "((?: IN SCHEMA "
              + NAME
              + ")? (?:GRANT .+ TO|REVOKE .+ FROM) )"
              + ROLE
              + "( WITH GRANT OPTION)?");
  private static final Pattern POLICY =
      Pattern.compile(
          "(?s)(CREATE POLICY "
              + NAME
              + " ON (?:"
              + NAME
              + "\\.)?"
              + NAME
              + "(?: AS RESTRICTIVE)?(?: FOR [A-Z]+)?)( TO "
              + NAME
              + "(?:, "
              + NAME
              + ")*)?((?: USING | WITH CHECK ).*)?");
  private static final Pattern COMMENT = Pattern.compile("(?s)COMMENT ON POLICY .*");
  private static final Pattern OWNER = Pattern.compile("(?s)(ALTER .+ OWNER TO )" + ROLE + "()");

  private final Map<String, String> names;

  RoleNames(Map<String, String> names) {
    this.names = Map.copyOf(names);
  }

  /** What a statement is about. */
  enum Sort {
    OWNER,
    RIGHTS,
    POLICY
  }

  /**
   * @param text without a semicolon
   */
  record Renamed(Sort sort, String text) {}

  /** Empty for a statement of another sort. */
  Optional<Renamed> rename(String statement) {
    String text = bare(statement);
    Matcher defaults = DEFAULTS.matcher(text);
    if (defaults.matches()) {
      String who = defaults.group(1) + now(defaults.group(2)) + defaults.group(3);
      return Optional.of(
          new Renamed(Sort.RIGHTS, who + now(defaults.group(4)) + rest(defaults.group(5))));
    }
    Matcher policy = POLICY.matcher(text);
    if (policy.matches()) {
      String to =
          ANY.matcher(rest(policy.group(2)).replaceFirst("^ TO ", "")).replaceAll(this::all);
      return Optional.of(
          new Renamed(
              Sort.POLICY,
              policy.group(1) + (to.isEmpty() ? "" : " TO " + to) + rest(policy.group(3))));
    }
    if (COMMENT.matcher(text).matches()) {
      return Optional.of(new Renamed(Sort.POLICY, text));
    }
    return one(OWNER, Sort.OWNER, text)
        .or(() -> one(GRANT, Sort.RIGHTS, text))
        .or(() -> one(REVOKE, Sort.RIGHTS, text));
  }

  private Optional<Renamed> one(Pattern pattern, Sort sort, String text) {
    Matcher found = pattern.matcher(text);
    return found.matches()
        ? Optional.of(
            new Renamed(sort, found.group(1) + now(found.group(2)) + rest(found.group(3))))
        : Optional.empty();
  }

  private String all(MatchResult role) {
    return Matcher.quoteReplacement(now(role.group(1)));
  }

  /** As it is to be written; PUBLIC, which is no role, stays. */
  private String now(String written) {
    boolean quoted = written.startsWith("\"");
    String name =
        quoted ? written.substring(1, written.length() - 1).replace("\"\"", "\"") : written;
    String other = names.get(name);
    return other == null || (!quoted && written.equals("PUBLIC"))
        ? written
        : '"' + other.replace("\"", "\"\"") + '"';
  }

  private static String rest(String group) {
    return group == null ? "" : group;
  }

  /** Without the remarks before it. */
  private static String bare(String statement) {
    return statement.replaceFirst("^(?:\\s+|--[^\\n]*\\n)+", "").strip().replaceFirst(";$", "");
  }
}
