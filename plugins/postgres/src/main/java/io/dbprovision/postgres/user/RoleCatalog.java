package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.Remark;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads roles: any number of them in one statement. */
public final class RoleCatalog {
  private static final SqlText BY_NAME =
      SqlText.of(
          """
          SELECT r.rolname, r.rolsuper, r.rolcreatedb, r.rolcreaterole, r.rolinherit, r.rolcanlogin,
                 r.rolreplication, r.rolbypassrls, r.rolconnlimit, r.rolconfig,
                 CASE WHEN r.rolvaliduntil = '-infinity' THEN 0
                      WHEN isfinite(r.rolvaliduntil)
                      THEN (extract(epoch FROM r.rolvaliduntil) * 1000000)::int8 END AS until,
                 ARRAY(SELECT ARRAY[pg_catalog.pg_get_userbyid(m.roleid)::text,
                                    pg_catalog.pg_get_userbyid(m.grantor)::text,
                                    (pg_catalog.pg_get_userbyid(m.grantor) = current_user
                                     OR pg_catalog.pg_has_role(m.grantor, 'USAGE'))::text]
                       FROM pg_catalog.pg_auth_members m
                       WHERE m.member = r.oid ORDER BY m.roleid, m.grantor) AS granted,
                 CASE WHEN r.rolname = ANY (CAST(? AS pg_catalog.text[])::pg_catalog.name[])
                      THEN ARRAY(
                        WITH RECURSIVE above AS (
                          SELECT m.roleid FROM pg_catalog.pg_auth_members m WHERE m.member = r.oid
                          UNION
                          SELECT m.roleid FROM above
                          JOIN pg_catalog.pg_auth_members m ON m.member = above.roleid)
                        SELECT ARRAY[p.rolname::text,
                                     (p.rolsuper OR p.rolcreaterole OR p.rolreplication
                                      OR p.rolbypassrls)::text,
                                     coalesce(c.description, '')]
                        FROM above
                        JOIN pg_catalog.pg_roles p ON p.oid = above.roleid
                        LEFT JOIN pg_catalog.pg_shdescription c
                          ON c.objoid = p.oid
                         AND c.classoid = 'pg_catalog.pg_authid'::pg_catalog.regclass
                        ORDER BY p.rolname) END AS reach,
                 CASE WHEN r.rolname = ANY (CAST(? AS pg_catalog.text[])::pg_catalog.name[])
                      THEN ARRAY(
                        WITH RECURSIVE above AS (
                          SELECT r.oid AS roleid
                          UNION
                          SELECT m.roleid FROM above
                          JOIN pg_catalog.pg_auth_members m ON m.member = above.roleid)
                        SELECT DISTINCT ARRAY[b.datname::text, coalesce(c.description, '')]
                        FROM above
                        JOIN pg_catalog.pg_shdepend s
                          ON s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
                         AND s.refobjid = above.roleid
                        JOIN pg_catalog.pg_database b
                          ON b.oid = CASE WHEN s.dbid <> 0 THEN s.dbid
                                          WHEN s.classid = 'pg_catalog.pg_database'::pg_catalog.regclass
                                          THEN s.objid END
                        LEFT JOIN pg_catalog.pg_shdescription c
                          ON c.objoid = b.oid
                         AND c.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass) END
                   AS footholds,
                 CASE WHEN ? THEN pg_catalog.pg_has_role(r.oid, 'USAGE') END AS usable,
                 d.description
          FROM pg_catalog.pg_roles r
          LEFT JOIN pg_catalog.pg_shdescription d
            ON d.objoid = r.oid AND d.classoid = 'pg_catalog.pg_authid'::pg_catalog.regclass
          WHERE r.rolname = ANY (CAST(? AS pg_catalog.text[])::pg_catalog.name[])
          """);
  private static final SqlText NAMES = SqlText.of("SELECT rolname FROM pg_catalog.pg_roles");

  private RoleCatalog() {}

  /**
   * By name; those that are not there are left out. Whether they are usable is not asked.
   *
   * @param joined those of them that {@link RoleRules#check} is to be asked about
   */
  static Map<String, RoleState> read(Sql sql, Collection<String> names, Collection<String> joined)
      throws SQLException {
    return read(sql, names, joined, false);
  }

  /**
   * As {@link #read}, and tells which are usable. That costs the server time for every role that
   * our login has ever made.
   */
  public static Map<String, RoleState> readUsable(
      Sql sql, Collection<String> names, Collection<String> joined) throws SQLException {
    return read(sql, names, joined, true);
  }

  /** Of roles that nobody is to be made a member of. */
  public static Map<String, RoleState> readUsable(Sql sql, Collection<String> names)
      throws SQLException {
    return read(sql, names, List.of(), true);
  }

  private static Map<String, RoleState> read(
      Sql sql, Collection<String> names, Collection<String> joined, boolean usable)
      throws SQLException {
    Map<String, RoleState> found = new HashMap<>();
    for (RoleState role :
        sql.query(
            BY_NAME,
            RoleCatalog::role,
            List.copyOf(Set.copyOf(joined)),
            List.copyOf(Set.copyOf(joined)),
            usable,
            List.copyOf(Set.copyOf(names)))) {
      found.put(role.name(), role);
    }
    return found;
  }

  public static Set<String> names(Sql sql) throws SQLException {
    return Set.copyOf(sql.query(NAMES, row -> row.getString(1)));
  }

  private static RoleState role(ResultSet row) throws SQLException {
    EnumSet<Attribute> attributes = EnumSet.noneOf(Attribute.class);
    for (Attribute attribute : Attribute.values()) {
      if (row.getBoolean(column(attribute))) {
        attributes.add(attribute);
      }
    }
    long micros = row.getLong("until");
    Long until = row.wasNull() ? null : micros;
    return new RoleState(
        row.getString("rolname"),
        attributes,
        row.getInt("rolconnlimit"),
        until,
        settings(texts(row.getArray("rolconfig"))),
        granted(row.getArray("granted")),
        reach(row.getArray("reach")),
        footholds(row.getArray("footholds")),
        row.getBoolean("usable"),
        Remark.parse(row.getString("description")));
  }

  /**
   * Rows of role, grantor and whether we may act for the grantor; without rows it has no columns.
   */
  private static List<Granted> granted(Array array) throws SQLException {
    return array.getArray() instanceof String[][] rows
        ? Arrays.stream(rows)
            .map(row -> new Granted(row[0], row[1], Boolean.parseBoolean(row[2])))
            .toList()
        : List.of();
  }

  private static @Nullable List<Reach> reach(@Nullable Array array) throws SQLException {
    if (array == null) {
      return null;
    }
    return array.getArray() instanceof String[][] rows
        ? Arrays.stream(rows)
            .map(row -> new Reach(row[0], Boolean.parseBoolean(row[1]), Remark.parse(row[2])))
            .toList()
        : List.of();
  }

  private static @Nullable List<Foothold> footholds(@Nullable Array array) throws SQLException {
    if (array == null) {
      return null;
    }
    return array.getArray() instanceof String[][] rows
        ? Arrays.stream(rows).map(row -> new Foothold(row[0], Remark.parse(row[1]))).toList()
        : List.of();
  }

  private static String column(Attribute attribute) {
    return switch (attribute) {
      case SUPERUSER -> "rolsuper";
      case CREATEDB -> "rolcreatedb";
      case CREATEROLE -> "rolcreaterole";
      case INHERIT -> "rolinherit";
      case LOGIN -> "rolcanlogin";
      case REPLICATION -> "rolreplication";
      case BYPASSRLS -> "rolbypassrls";
    };
  }

  /** Entries are {@code name=value}; the server keeps a name's own case, and compares without. */
  private static Map<String, String> settings(List<String> entries) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      settings.put(
          entry.substring(0, equals).toLowerCase(Locale.ROOT), entry.substring(equals + 1));
    }
    return settings;
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
  }
}
