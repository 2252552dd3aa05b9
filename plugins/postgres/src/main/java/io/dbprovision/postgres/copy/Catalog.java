package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.SQLException;
import java.util.List;

/**
 * What is asked of a database's own catalog about all that a dump takes along: not what belongs to
 * an extension, which comes back with it, and nothing of the server's own.
 */
final class Catalog {
  /** Tables that have rows of their own, and materialised views that were filled. */
  static final SqlText TABLES =
      SqlText.of(
          """
          SELECT n.nspname, c.relname
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE (c.relkind = 'r' OR (c.relkind = 'm' AND c.relispopulated))
            AND c.relpersistence <> 't'
            AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.oid AND d.deptype = 'e')
          ORDER BY 1, 2
          """);

  /** One that rows are in, and not counted again as a part of another. */
  record Table(String schema, String name) {}

  private static final SqlText WITH_ROWS =
      SqlText.of(
          """
          SELECT n.nspname, c.relname
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind = 'r' AND c.relpersistence <> 't'
            AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.oid AND d.deptype = 'e')
          ORDER BY 1, 2
          """);

  static List<Table> tables(Sql sql) throws SQLException {
    return sql.query(WITH_ROWS, row -> new Table(row.getString(1), row.getString(2)));
  }

  static final SqlText LARGE_OBJECTS =
      SqlText.of("SELECT count(*) FROM pg_catalog.pg_largeobject_metadata");

  /** One thing that a restore would meet, in words. */
  static final SqlText ANY =
      SqlText.of(
          """
          SELECT o.what FROM (
            SELECT pg_catalog.format('the relation %I.%I', n.nspname, c.relname) AS what,
                   c.oid, 'pg_catalog.pg_class'::pg_catalog.regclass AS class
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            UNION ALL
            SELECT pg_catalog.format('the routine %I.%I', n.nspname, p.proname), p.oid,
                   'pg_catalog.pg_proc'::pg_catalog.regclass
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            UNION ALL
            SELECT pg_catalog.format('the type %I.%I', n.nspname, t.typname), t.oid,
                   'pg_catalog.pg_type'::pg_catalog.regclass
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND t.typtype IN ('d', 'e', 'r')
            UNION ALL
            SELECT 'the large object ' || m.oid, m.oid,
                   'pg_catalog.pg_largeobject'::pg_catalog.regclass
            FROM pg_catalog.pg_largeobject_metadata m) o
          WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
          ORDER BY 1 LIMIT 1
          """);

  private static final SqlText RELATIONS =
      SqlText.of(
          """
          SELECT pg_catalog.concat_ws(' ', 'relation', pg_catalog.quote_ident(n.nspname),
            pg_catalog.quote_ident(c.relname), c.relkind, c.relpersistence, c.relrowsecurity,
            c.relforcerowsecurity, c.relispartition, m.amname,
            (SELECT pg_catalog.string_agg(p.relname::text, ',' ORDER BY p.relname::text COLLATE "C")
             FROM pg_catalog.pg_inherits h
             JOIN pg_catalog.pg_class p ON p.oid = h.inhparent WHERE h.inhrelid = c.oid),
            (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ',
                pg_catalog.quote_ident(a.attname), pg_catalog.format_type(a.atttypid, a.atttypmod),
                a.attnotnull, a.atthasdef, a.attidentity, a.attgenerated, l.collname),
                ',' ORDER BY a.attname::text COLLATE "C")
             FROM pg_catalog.pg_attribute a
             LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
          WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relpersistence <> 't'
            AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.oid AND d.deptype = 'e')
          """);

  private static final SqlText SEQUENCES =
      SqlText.of(
          """
          SELECT pg_catalog.concat_ws(' ', 'sequence', pg_catalog.quote_ident(n.nspname),
            pg_catalog.quote_ident(c.relname), pg_catalog.format_type(s.seqtypid, NULL),
            s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
          FROM pg_catalog.pg_sequence s
          JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relpersistence <> 't'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.oid AND d.deptype = 'e')
          """);

  private static final SqlText INDEXES =
      SqlText.of(
          """
          SELECT pg_catalog.concat_ws(' ', 'index', pg_catalog.quote_ident(n.nspname),
            pg_catalog.quote_ident(t.relname), pg_catalog.quote_ident(c.relname), m.amname,
            i.indisunique, i.indisprimary, i.indisvalid, i.indnkeyatts, i.indnatts,
            i.indpred IS NOT NULL, i.indexprs IS NOT NULL)
          FROM pg_catalog.pg_index i
          JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
          JOIN pg_catalog.pg_am m ON m.oid = c.relam
          JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
          WHERE n.nspname !~ '^pg_' AND c.relpersistence <> 't'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = t.oid AND d.deptype = 'e')
          """);

  /** NOT NULL is a constraint since version 18, and a column's fact in all. */
  private static final SqlText CONSTRAINTS =
      SqlText.of(
          """
          SELECT pg_catalog.concat_ws(' ', 'constraint', pg_catalog.quote_ident(n.nspname),
            pg_catalog.quote_ident(c.relname), pg_catalog.quote_ident(k.conname), k.contype,
            k.condeferrable, k.condeferred, k.convalidated, pg_catalog.quote_ident(f.relname),
            k.confupdtype, k.confdeltype, pg_catalog.cardinality(k.conkey))
          FROM pg_catalog.pg_constraint k
          JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
          WHERE k.contype <> 'n' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND c.relpersistence <> 't'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.oid AND d.deptype = 'e')
          """);

  private static final SqlText ROUTINES =
      SqlText.of(
          """
          SELECT pg_catalog.concat_ws(' ', 'routine', pg_catalog.quote_ident(n.nspname),
            pg_catalog.quote_ident(p.proname),
            pg_catalog.pg_get_function_identity_arguments(p.oid),
            pg_catalog.format_type(p.prorettype, NULL), l.lanname, p.prokind, p.prosecdef,
            p.proisstrict, p.proretset, p.provolatile, p.proparallel,
            pg_catalog.md5(p.prosrc))
          FROM pg_catalog.pg_proc p
          JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
          JOIN pg_catalog.pg_language l ON l.oid = p.prolang
          WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
          """);

  private static final SqlText TYPES =
      SqlText.of(
          """
          SELECT pg_catalog.concat_ws(' ', 'type', pg_catalog.quote_ident(n.nspname),
            pg_catalog.quote_ident(t.typname), t.typtype, t.typnotnull,
            CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
            (SELECT pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ','
                                          ORDER BY e.enumsortorder)
             FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid))
          FROM pg_catalog.pg_type t
          JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
          WHERE t.typtype IN ('d', 'e', 'r', 'm')
            AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                AND d.objid = t.oid AND d.deptype = 'e')
          """);

  private static final SqlText ON_TABLES =
      SqlText.of(
          """
          SELECT pg_catalog.concat_ws(' ', o.sort, pg_catalog.quote_ident(n.nspname),
            pg_catalog.quote_ident(c.relname), pg_catalog.quote_ident(o.name), o.facts)
          FROM (
            SELECT 'trigger' AS sort, t.tgrelid AS relation, t.tgname AS name,
                   pg_catalog.concat_ws(' ', t.tgtype, t.tgenabled, t.tgdeferrable,
                     pg_catalog.quote_ident(p.proname)) AS facts
            FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal
            UNION ALL
            SELECT 'rule', r.ev_class, r.rulename,
                   pg_catalog.concat_ws(' ', r.ev_type, r.ev_enabled, r.is_instead)
            FROM pg_catalog.pg_rewrite r
            UNION ALL
            SELECT 'policy', p.polrelid, p.polname,
                   pg_catalog.concat_ws(' ', p.polcmd, p.polpermissive)
            FROM pg_catalog.pg_policy p) o
          JOIN pg_catalog.pg_class c ON c.oid = o.relation
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.oid AND d.deptype = 'e')
          """);

  private static final SqlText REST =
      SqlText.of(
          """
          SELECT 'schema ' || pg_catalog.quote_ident(n.nspname)
          FROM pg_catalog.pg_namespace n
          WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                AND d.objid = n.oid AND d.deptype = 'e')
          UNION ALL
          SELECT 'extension ' || pg_catalog.quote_ident(e.extname)
          FROM pg_catalog.pg_extension e WHERE e.extname <> 'plpgsql'
          UNION ALL
          SELECT pg_catalog.concat_ws(' ', 'operator', pg_catalog.quote_ident(n.nspname), o.oprname,
            pg_catalog.format_type(o.oprleft, NULL), pg_catalog.format_type(o.oprright, NULL))
          FROM pg_catalog.pg_operator o
          JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
          WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass
                AND d.objid = o.oid AND d.deptype = 'e')
          """);

  /** Each gives lines, one for each object, in any order. */
  static final List<SqlText> FACTS =
      List.of(RELATIONS, SEQUENCES, INDEXES, CONSTRAINTS, ROUTINES, TYPES, ON_TABLES, REST);

  private Catalog() {}
}
