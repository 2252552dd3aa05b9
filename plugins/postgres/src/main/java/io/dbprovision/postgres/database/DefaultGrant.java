package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.PgDialect;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Privileges that a role gives on what it creates later.
 *
 * @param objects {@code tables}, {@code sequences}, {@code functions} or {@code types}
 */
record DefaultGrant(
    String grantor, String schema, String objects, String grantee, Set<String> privileges) {
  private static final PgDialect PG = PgDialect.PG;
  private static final int MAINTAIN_SINCE = 17;
  private static final SqlText READ =
      SqlText.of(
          """
          SELECT pg_catalog.pg_get_userbyid(a.defaclrole), n.nspname,
                 CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
                                      WHEN 'f' THEN 'functions' ELSE 'types' END,
                 CASE WHEN g.grantee = 0 THEN 'public'
                      ELSE pg_catalog.pg_get_userbyid(g.grantee) END,
                 g.privilege_type
          FROM pg_catalog.pg_default_acl a
          JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace
          CROSS JOIN LATERAL pg_catalog.aclexplode(a.defaclacl) g
          """);
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "tables",
          Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"),
          "sequences",
          Set.of("USAGE", "SELECT", "UPDATE"),
          "functions",
          Set.of("EXECUTE"),
          "types",
          Set.of("USAGE"));

  DefaultGrant {
    privileges = Set.copyOf(privileges);
  }

  /** What may be given on that sort of object; {@code MAINTAIN} depends on the server. */
  static Set<String> known(String objects) {
    Set<String> known = new TreeSet<>(KNOWN.getOrDefault(objects, Set.of()));
    if (objects.equals("tables")) {
      known.add("MAINTAIN");
    }
    return known;
  }

  /** With {@code ALL} spelled out as that server means it. */
  static Set<String> expand(String objects, Collection<String> asked, int major) {
    Set<String> expanded = new TreeSet<>();
    for (String privilege : asked) {
      String word = privilege.strip().toUpperCase(Locale.ROOT);
      if (word.equals("ALL") || word.equals("ALL PRIVILEGES")) {
        expanded.addAll(known(objects));
        if (major < MAINTAIN_SINCE) {
          expanded.remove("MAINTAIN");
        }
      } else {
        expanded.add(word);
      }
    }
    return expanded;
  }

  /** Each with one privilege. */
  static Set<DefaultGrant> read(Sql sql) throws SQLException {
    return new HashSet<>(
        sql.query(
            READ,
            row ->
                new DefaultGrant(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    Set.of(row.getString(5)))));
  }

  /** What of it is not there. */
  Set<String> missing(Set<DefaultGrant> present) {
    Set<String> missing = new TreeSet<>();
    for (String privilege : privileges) {
      if (!present.contains(
          new DefaultGrant(grantor, schema, objects, grantee, Set.of(privilege)))) {
        missing.add(privilege);
      }
    }
    return missing;
  }

  SqlText statement() {
    List<SqlText> words =
        new TreeSet<>(privileges).stream().map(word -> PG.word(word, known(objects))).toList();
    return SqlText.of(
        "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA {} GRANT {} ON {} TO {}",
        PG.identifier(grantor),
        PG.identifier(schema),
        SqlText.join(", ", words),
        PG.word(objects, KNOWN.keySet()),
        grantee.equals("public") ? SqlText.of("PUBLIC") : PG.identifier(grantee));
  }
}
