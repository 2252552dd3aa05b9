package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.PgDialect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A role that can do nothing; its comment says who could connect to a database before it was
 * closed. Roles are in the same transaction as the rights, and there is one for each database,
 * found again under any name of it.
 *
 * @param role its name
 * @param comment what it keeps
 */
record Keeper(String role, String comment) {
  private static final PgDialect PG = PgDialect.PG;
  private static final String PREFIX = Names.OWN_PREFIX + "q_";
  private static final String OPENING = "closed for its last backup; CONNECT was had by";
  private static final Pattern ENTRY = Pattern.compile(" (\\d+)(\\*?)");

  private static final SqlText NAME =
      SqlText.of("SELECT oid FROM pg_catalog.pg_database WHERE datname = ?");

  private static final SqlText FIND =
      SqlText.of(
          """
          SELECT r.rolname, coalesce(pg_catalog.shobj_description(r.oid, 'pg_authid'), '')
          FROM pg_catalog.pg_database d
          JOIN pg_catalog.pg_roles r ON r.rolname = '_dbops_q_' || d.oid
          WHERE d.datname = ?
          """);

  /** Of databases that are gone. */
  private static final SqlText ORPHANS =
      SqlText.of(
          """
          SELECT r.rolname FROM pg_catalog.pg_roles r
          WHERE r.rolname::pg_catalog.text ~ '^_dbops_q_[0-9]+$'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_database d
                            WHERE r.rolname = '_dbops_q_' || d.oid)
            AND pg_catalog.shobj_description(r.oid, 'pg_authid') ~ '^closed for its last backup'
          """);

  /** Without the operator's own. */
  private static final SqlText HOLDERS =
      SqlText.of(
          """
          SELECT a.grantee::pg_catalog.int8, coalesce(r.rolname, ''), bool_or(a.is_grantable)
          FROM pg_catalog.pg_database d
          CROSS JOIN LATERAL pg_catalog.aclexplode(
            coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
          LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
          WHERE d.datname = ? AND a.privilege_type = 'CONNECT'
            AND coalesce(r.rolname, '') <> ?
            AND coalesce(r.rolname, '')::pg_catalog.text !~ '^_dbops_'
          GROUP BY a.grantee, r.rolname ORDER BY a.grantee
          """);

  private static final SqlText BY_OID =
      SqlText.of("SELECT rolname FROM pg_catalog.pg_roles WHERE oid = CAST(? AS pg_catalog.oid)");

  /**
   * Who may connect.
   *
   * @param oid of the role, which may get another name; 0 for everybody
   * @param name empty for everybody
   * @param grants whether it may give that to others
   */
  record Holder(long oid, String name, boolean grants) {
    SqlText sql() {
      return oid == 0 ? SqlText.of("PUBLIC") : PG.identifier(name);
    }

    private String entry() {
      return " " + oid + (grants ? "*" : "");
    }
  }

  static Optional<Keeper> find(Sql sql, String database) throws SQLException {
    return sql.first(FIND, row -> new Keeper(row.getString(1), row.getString(2)), database);
  }

  /** All that can connect now, but for the operator's logins. */
  static List<Holder> holders(Sql sql, String database, String admin) throws SQLException {
    return sql.query(
        HOLDERS,
        row -> new Holder(row.getLong(1), row.getString(2), row.getBoolean(3)),
        database,
        admin);
  }

  /** Adds to what is kept of a database already. */
  static void keep(Sql sql, String database, List<Holder> holders) throws SQLException {
    Optional<Keeper> known = find(sql, database);
    if (known.isPresent() && holders.isEmpty()) {
      return;
    }
    List<SqlText> statements = new ArrayList<>();
    String role;
    StringBuilder comment = new StringBuilder();
    if (known.isPresent()) {
      role = known.get().role();
      comment.append(known.get().comment());
    } else {
      long oid = sql.query(NAME, row -> row.getLong(1), database).getFirst();
      role = PREFIX + oid;
      comment.append(OPENING);
      statements.add(SqlText.of("CREATE ROLE {} NOLOGIN", PG.identifier(role)));
    }
    holders.forEach(holder -> comment.append(holder.entry()));
    statements.add(
        SqlText.of(
            "COMMENT ON ROLE {} IS {}", PG.identifier(role), PG.literal(comment.toString())));
    sql.execute(statements);
  }

  /** Those of them that are still there. */
  List<Holder> holders(Sql sql) throws SQLException {
    Map<Long, Boolean> kept = new LinkedHashMap<>();
    Matcher entries =
        ENTRY.matcher(comment.substring(Math.min(OPENING.length(), comment.length())));
    while (entries.find()) {
      kept.merge(Long.valueOf(entries.group(1)), !entries.group(2).isEmpty(), Boolean::logicalOr);
    }
    List<Holder> holders = new ArrayList<>();
    for (Map.Entry<Long, Boolean> entry : kept.entrySet()) {
      long oid = entry.getKey();
      if (oid == 0) {
        holders.add(new Holder(0, "", false));
      } else {
        sql.first(BY_OID, row -> row.getString(1), oid)
            .ifPresent(name -> holders.add(new Holder(oid, name, entry.getValue())));
      }
    }
    return holders;
  }

  static void dropOrphans(Sql sql) throws SQLException {
    for (String role : sql.query(ORPHANS, row -> row.getString(1))) {
      sql.execute(SqlText.of("DROP ROLE {}", PG.identifier(role)));
    }
  }
}
