package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.PgDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One server setting of a role. Most values are kept as they are written; a few are lists of names,
 * which the server takes apart and quotes anew.
 */
public record Setting(String name, String value) {
  /** The settings with GUC_LIST_QUOTE, as pg_dump knows them. */
  private static final Set<String> LISTS =
      Set.of(
          "local_preload_libraries",
          "search_path",
          "session_preload_libraries",
          "shared_preload_libraries",
          "temp_tablespaces",
          "unix_socket_directories");

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)*");
  private static final PgDialect PG = PgDialect.PG;

  static boolean validName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The role's own, which other fields of the manifest speak for. */
  static boolean reservedName(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    return folded.equals("role") || folded.equals("session_authorization");
  }

  boolean sameValue(String other) {
    return list() ? elements(value).equals(elements(other)) : value.equals(other);
  }

  SqlText set(String role) {
    return SqlText.of("ALTER ROLE {} SET {} = {}", PG.identifier(role), parameter(name), written());
  }

  /** For all sessions in one database. */
  public SqlText setOf(String database) {
    return SqlText.of(
        "ALTER DATABASE {} SET {} = {}", PG.identifier(database), parameter(name), written());
  }

  /** For a role's sessions in one database. */
  public SqlText setIn(String database, String role) {
    return SqlText.of(
        "ALTER ROLE {} IN DATABASE {} SET {} = {}",
        PG.identifier(role),
        PG.identifier(database),
        parameter(name),
        written());
  }

  private SqlText written() {
    List<SqlText> values =
        list() ? elements(value).stream().map(PG::literal).toList() : List.of(PG.literal(value));
    return values.isEmpty() ? PG.literal("") : SqlText.join(", ", values);
  }

  static SqlText reset(String role, String name) {
    return SqlText.of("ALTER ROLE {} RESET {}", PG.identifier(role), parameter(name));
  }

  /** Of what it is for sessions in one database alone. */
  static SqlText resetIn(String database, String role, String name) {
    return SqlText.of(
        "ALTER ROLE {} IN DATABASE {} RESET {}",
        PG.identifier(role),
        PG.identifier(database),
        parameter(name));
  }

  /** Names of extensions' settings have dots between their parts. */
  private static SqlText parameter(String name) {
    return SqlText.join(".", List.of(name.split("\\.")).stream().map(PG::identifier).toList());
  }

  private boolean list() {
    return LISTS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** As the server's SplitIdentifierString does: unquoted names are folded to lower case. */
  static List<String> elements(String text) {
    List<String> found = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          element.append(c);
          i++;
        } else {
          quoted = !quoted;
          wasQuoted = true;
        }
      } else if (c == ',' && !quoted) {
        add(found, element, wasQuoted);
        wasQuoted = false;
      } else if (quoted || !Character.isWhitespace(c)) {
        element.append(quoted ? c : Character.toLowerCase(c));
      }
    }
    add(found, element, wasQuoted);
    return found;
  }

  private static void add(List<String> found, StringBuilder element, boolean quoted) {
    if (quoted || !element.isEmpty()) {
      found.add(element.toString());
    }
    element.setLength(0);
  }
}
