package io.dbprovision.postgres.grant;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.grant.Thing.TypeName;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.postgres.user.RoleCatalog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the inside of one database: five statements at most, however much is asked about. */
final class DatabaseReader {
  private static final SqlText OBJECTS =
      SqlText.of(
          """
          WITH p AS (
            SELECT CAST(? AS text[])::name[] AS schemas, CAST(? AS text[])::name[] AS whole,
                   CAST(? AS text[]) AS names, CAST(? AS text[]) AS numbers,
                   CAST(? AS text[]) AS sorts, CAST(? AS text[])::name[] AS grantees),
          g AS (SELECT r.oid, r.rolname FROM pg_catalog.pg_roles r, p
                WHERE r.rolname = ANY (p.grantees)),
          o AS (
            SELECT 'SCHEMA' AS sort, n.nspname AS schema, n.nspname::text AS name,
                   NULL::oid AS routine, n.nspowner AS owner,
                   coalesce(n.nspacl, acldefault('n', n.nspowner)) AS acl
            FROM pg_catalog.pg_namespace n, p WHERE n.nspname = ANY (p.schemas)
            UNION ALL
            SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname,
                   c.relname::text, NULL, c.relowner,
                   coalesce(c.relacl, acldefault(
                     (CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", c.relowner))
            FROM p, pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p', 'S') AND n.nspname = ANY (p.schemas)
              AND CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END = ANY (p.sorts)
              AND (n.nspname = ANY (p.whole) OR c.relname::text = ANY (p.names))
            UNION ALL
            SELECT CASE f.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, n.nspname,
                   f.proname::text, f.oid, f.proowner,
                   coalesce(f.proacl, acldefault('f', f.proowner))
            FROM p, pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
            WHERE n.nspname = ANY (p.schemas)
              AND CASE f.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END = ANY (p.sorts)
              AND (n.nspname = ANY (p.whole) OR f.proname::text = ANY (p.names))
            UNION ALL
            SELECT 'TYPE', n.nspname, t.typname::text, NULL, t.typowner,
                   coalesce(t.typacl, acldefault('T', t.typowner))
            FROM p, pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE 'TYPE' = ANY (p.sorts)
              AND n.nspname = ANY (p.schemas) AND t.typtype IN ('b', 'c', 'd', 'e', 'r')
              AND (n.nspname = ANY (p.whole) OR t.typname::text = ANY (p.names))
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
              AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_catalog.pg_class c
                                             WHERE c.oid = t.typrelid AND c.relkind = 'c'))
            UNION ALL
            SELECT 'LARGE_OBJECT', '', l.oid::text, NULL, l.lomowner,
                   coalesce(l.lomacl, acldefault('L', l.lomowner))
            FROM p, pg_catalog.pg_largeobject_metadata l WHERE l.oid::text = ANY (p.numbers))
          SELECT o.sort, o.schema, o.name, pg_get_userbyid(o.owner),
                 CASE WHEN pg_get_userbyid(o.owner) = 'pg_database_owner'
                      THEN pg_get_userbyid(d.datdba) ELSE pg_get_userbyid(o.owner) END,
                 ARRAY(SELECT s.nspname::text
                       FROM unnest(f.proargtypes) WITH ORDINALITY u (t, i)
                       JOIN pg_catalog.pg_type t ON t.oid = u.t
                       JOIN pg_catalog.pg_namespace s ON s.oid = t.typnamespace ORDER BY u.i),
                 ARRAY(SELECT t.typname::text
                       FROM unnest(f.proargtypes) WITH ORDINALITY u (t, i)
                       JOIN pg_catalog.pg_type t ON t.oid = u.t ORDER BY u.i),
                 oidvectortypes(f.proargtypes), pg_get_function_identity_arguments(f.oid),
                 a.grantee, a.grantor, a.privilege_type, a.is_grantable
          FROM o
          JOIN pg_catalog.pg_database d ON d.datname = current_database()
          LEFT JOIN pg_catalog.pg_proc f ON f.oid = o.routine
          LEFT JOIN LATERAL (
            SELECT g.rolname AS grantee, pg_get_userbyid(x.grantor) AS grantor,
                   x.privilege_type, x.is_grantable
            FROM aclexplode(o.acl) x JOIN g ON g.oid = x.grantee) a ON true
          """);

  private static final SqlText COLUMNS =
      SqlText.of(
          """
          WITH p AS (
            SELECT CAST(? AS text[])::name[] AS schemas, CAST(? AS text[])::name[] AS whole,
                   CAST(? AS text[]) AS names, CAST(? AS text[]) AS columns,
                   CAST(? AS text[])::name[] AS grantees)
          SELECT n.nspname, c.relname, t.attname, pg_get_userbyid(c.relowner),
                 a.grantee, a.grantor, a.privilege_type, a.is_grantable
          FROM p, pg_catalog.pg_attribute t
          JOIN pg_catalog.pg_class c ON c.oid = t.attrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN LATERAL (
            SELECT g.rolname AS grantee, pg_get_userbyid(x.grantor) AS grantor,
                   x.privilege_type, x.is_grantable
            FROM p, aclexplode(t.attacl) x JOIN pg_catalog.pg_roles g ON g.oid = x.grantee
            WHERE g.rolname = ANY (p.grantees)) a ON true
          WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND t.attnum > 0 AND NOT t.attisdropped
            AND n.nspname = ANY (p.schemas)
            AND (n.nspname = ANY (p.whole) OR c.relname::text = ANY (p.names))
            AND (t.attacl IS NOT NULL OR t.attname::text = ANY (p.columns))
          """);

  private static final SqlText DEFAULTS =
      SqlText.of(
          """
          SELECT pg_get_userbyid(d.defaclrole), coalesce(n.nspname, ''),
                 CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES'
                                      WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
                                      WHEN 'n' THEN 'SCHEMAS' END,
                 g.rolname, pg_get_userbyid(x.grantor), x.privilege_type, x.is_grantable
          FROM pg_catalog.pg_default_acl d
          LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
          CROSS JOIN LATERAL aclexplode(d.defaclacl) x
          JOIN pg_catalog.pg_roles g ON g.oid = x.grantee
          WHERE g.rolname = ANY (CAST(? AS text[])::name[])
            AND d.defaclobjtype IN ('r', 'S', 'f', 'T', 'n')
            AND (d.defaclobjtype = 'n') = (d.defaclnamespace = 0)
          """);

  private static final SqlText GIVABLE =
      SqlText.of(
          """
          SELECT rolname FROM pg_catalog.pg_roles
          WHERE rolname = ANY (CAST(? AS text[])::name[])
            AND pg_has_role(oid, 'USAGE WITH ADMIN OPTION')
          """);

  private final String database;
  private final Needs needs;
  private final List<String> grantees;
  private final Catalog catalog;
  private final Set<String> actors = new HashSet<>();

  DatabaseReader(String database, Needs needs, Set<String> grantees, Catalog catalog) {
    this.database = database;
    this.needs = needs;
    this.grantees = List.copyOf(grantees);
    this.catalog = catalog;
  }

  boolean read(Sql sql) throws SQLException {
    sql.query(
        OBJECTS,
        this::object,
        needs.schemas(),
        needs.whole(),
        needs.names(),
        needs.numbers(),
        needs.sorts(),
        grantees);
    if (needs.tables()) {
      sql.query(
          COLUMNS,
          this::column,
          needs.schemas(),
          needs.whole(),
          needs.names(),
          needs.columns(),
          grantees);
    }
    if (needs.defaults()) {
      sql.query(DEFAULTS, this::defaults, grantees);
    }
    actors.removeAll(catalog.roles().keySet());
    if (!actors.isEmpty()) {
      catalog.roles(RoleCatalog.readUsable(sql, actors));
      catalog.givable().addAll(sql.query(GIVABLE, row -> row.getString(1), List.copyOf(actors)));
    }
    return true;
  }

  private boolean object(ResultSet row) throws SQLException {
    Sort sort = Sort.valueOf(row.getString(1));
    String name = row.getString(3);
    Target target = new Target(sort, database, row.getString(2), name, "");
    String[] schemas = (String[]) row.getArray(6).getArray();
    String[] types = (String[]) row.getArray(7).getArray();
    List<TypeName> arguments = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      arguments.add(new TypeName(schemas[i], types[i]));
    }
    Thing thing = new Thing(target, arguments, row.getString(4), row.getString(5));
    boolean routine = sort == Sort.FUNCTION || sort == Sort.PROCEDURE;
    List<String> aliases =
        routine
            ? Stream.of(row.getString(8), row.getString(9))
                .map(list -> name + "(" + list + ")")
                .flatMap(full -> Stream.of(full, full.replace(", ", ",")))
                .toList()
            : List.of();
    catalog.add(thing, aliases);
    actors.add(thing.actor());
    holding(row, 10, thing);
    return true;
  }

  private boolean column(ResultSet row) throws SQLException {
    Target target =
        new Target(Sort.COLUMN, database, row.getString(1), row.getString(2), row.getString(3));
    Thing thing = Thing.of(target, row.getString(4));
    catalog.add(thing, List.of());
    holding(row, 5, thing);
    return true;
  }

  private boolean defaults(ResultSet row) throws SQLException {
    Sort sort = Sort.valueOf("DEFAULT_" + row.getString(3));
    String role = row.getString(1);
    Target target = new Target(sort, database, row.getString(2), role, "");
    holding(row, 4, Thing.of(target, role));
    return true;
  }

  private void holding(ResultSet row, int at, Thing thing) throws SQLException {
    String grantee = row.getString(at);
    if (grantee == null) {
      return;
    }
    String grantor = row.getString(at + 1);
    boolean grantable = row.getBoolean(at + 3);
    if (!grantor.equals(thing.owner())) {
      actors.add(grantor);
    }
    Privilege.ofCatalog(row.getString(at + 2))
        .ifPresent(
            privilege -> catalog.hold(thing, grantee, Holding.of(privilege, grantor, grantable)));
  }

  /** What to look for in one database. */
  record Needs(
      List<String> schemas,
      List<String> whole,
      List<String> names,
      List<String> columns,
      List<String> numbers,
      List<String> sorts,
      boolean tables,
      boolean defaults) {

    static Needs of(Set<Target> targets) {
      return new Needs(
          distinct(targets.stream().map(Target::schema)),
          distinct(targets.stream().filter(Target::pattern).map(Target::schema)),
          distinct(targets.stream().flatMap(Needs::names)),
          distinct(targets.stream().map(Target::column)),
          distinct(
              targets.stream()
                  .filter(target -> target.sort() == Sort.LARGE_OBJECT)
                  .map(Target::name)),
          distinct(targets.stream().flatMap(target -> sorts(target.sort())).map(Enum::name)),
          targets.stream()
              .anyMatch(target -> Set.of(Sort.TABLE, Sort.COLUMN).contains(target.sort())),
          targets.stream().anyMatch(target -> target.sort().isDefault()));
    }

    private static Stream<Sort> sorts(Sort sort) {
      return switch (sort) {
        case ROUTINE -> Stream.of(Sort.FUNCTION, Sort.PROCEDURE);
        case COLUMN -> Stream.of(Sort.TABLE);
        default -> Stream.of(sort);
      };
    }

    /** A routine may be meant with its argument types. */
    private static Stream<String> names(Target target) {
      if (!target.sort().listable() && target.sort() != Sort.COLUMN) {
        return Stream.empty();
      }
      String name = target.name();
      return Stream.concat(
          Stream.of(name),
          IntStream.range(1, name.length())
              .filter(at -> name.charAt(at) == '(')
              .mapToObj(at -> name.substring(0, at)));
    }

    private static List<String> distinct(Stream<String> texts) {
      return texts.filter(text -> !text.isEmpty()).distinct().toList();
    }
  }
}
