package io.dbprovision.postgres.grant;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.postgres.user.RoleCatalog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the server-wide part: three statements, however much is asked about. */
record ClusterReader(String admin, Set<String> databases, Set<String> grantees, Set<String> roles) {
  private static final SqlText DATABASES =
      SqlText.of(
          """
          SELECT d.datname, pg_get_userbyid(d.datdba), d.datallowconn, c.description,
                 a.grantee, a.grantor, a.privilege_type, a.is_grantable
          FROM pg_catalog.pg_database d
          LEFT JOIN pg_catalog.pg_shdescription c
            ON c.objoid = d.oid AND c.classoid = 'pg_catalog.pg_database'::regclass
          LEFT JOIN LATERAL (
            SELECT g.rolname AS grantee, pg_get_userbyid(x.grantor) AS grantor,
                   x.privilege_type, x.is_grantable
            FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
            JOIN pg_catalog.pg_roles g ON g.oid = x.grantee
            WHERE g.rolname = ANY (CAST(? AS text[])::name[])) a ON true
          WHERE d.datname = ANY (CAST(? AS text[])::name[])
          """);

  /** The two options are columns since 16 only, which is what the detour is for. */
  private static final SqlText MEMBERSHIPS =
      SqlText.of(
          """
          SELECT u.rolname, g.rolname, pg_get_userbyid(m.grantor), m.admin_option,
                 (to_jsonb(m) ->> 'inherit_option')::boolean, (to_jsonb(m) ->> 'set_option')::boolean
          FROM pg_catalog.pg_auth_members m
          JOIN pg_catalog.pg_roles u ON u.oid = m.member
          JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
          WHERE u.rolname = ANY (CAST(? AS text[])::name[])
             OR (u.rolname = ? AND m.admin_option
                 AND (g.rolname = ANY (CAST(? AS text[])::name[])
                      OR g.oid IN (
                        SELECT o.grantor FROM pg_catalog.pg_auth_members o
                        JOIN pg_catalog.pg_roles h ON h.oid = o.member
                        WHERE h.rolname = ANY (CAST(? AS text[])::name[]))))
          """);

  void read(Sql sql, Catalog catalog) throws SQLException {
    Set<String> names = new HashSet<>(roles);
    names.addAll(grantees);
    names.add(admin);
    List<String> holders = List.copyOf(grantees);
    if (!databases.isEmpty()) {
      sql.query(DATABASES, row -> database(row, catalog, names), holders, List.copyOf(databases));
    }
    sql.query(
        MEMBERSHIPS,
        row -> membership(row, catalog, names),
        holders,
        admin,
        List.copyOf(names),
        holders);
    catalog.roles(RoleCatalog.readUsable(sql, names, roles));
  }

  private static boolean database(ResultSet row, Catalog catalog, Set<String> names)
      throws SQLException {
    String name = row.getString(1);
    String owner = row.getString(2);
    if (catalog.database(name) == null) {
      catalog.database(
          name, new DatabaseFacts(owner, row.getBoolean(3), Remark.parse(row.getString(4))));
      names.add(owner);
    }
    String grantee = row.getString(5);
    if (grantee != null) {
      String grantor = row.getString(6);
      names.add(grantor);
      boolean grantable = row.getBoolean(8);
      Privilege.ofCatalog(row.getString(7))
          .ifPresent(
              privilege ->
                  catalog.hold(
                      Thing.of(Target.database(name), owner),
                      grantee,
                      Holding.of(privilege, grantor, grantable)));
    }
    return true;
  }

  private boolean membership(ResultSet row, Catalog catalog, Set<String> names)
      throws SQLException {
    String member = row.getString(1);
    String role = row.getString(2);
    boolean option = row.getBoolean(4);
    if (member.equals(admin) && option) {
      catalog.givable().add(role);
    }
    if (grantees.contains(member)) {
      names.add(row.getString(3));
      catalog.hold(
          Thing.of(Target.role(role), ""),
          member,
          new Holding(Privilege.MEMBER, row.getString(3), option, flag(row, 5), flag(row, 6)));
    }
    return true;
  }

  private static @Nullable Boolean flag(ResultSet row, int column) throws SQLException {
    boolean value = row.getBoolean(column);
    return row.wasNull() ? null : value;
  }
}
