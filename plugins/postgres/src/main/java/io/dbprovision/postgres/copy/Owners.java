package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;

/** Whose the things in a database are. */
final class Owners {
  /** Not of schemas, whose owner a Database says. */
  private static final SqlText OTHERS =
      SqlText.of(
          """
          SELECT pg_catalog.format('%s of %I', o.what, pg_catalog.pg_get_userbyid(o.owner))
          FROM (
            SELECT pg_catalog.format('the relation %I.%I', n.nspname, c.relname) AS what,
                   c.oid, 'pg_catalog.pg_class'::pg_catalog.regclass AS class, c.relowner AS owner
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
            UNION ALL
            SELECT pg_catalog.format('the routine %I.%I', n.nspname, p.proname), p.oid,
                   'pg_catalog.pg_proc'::pg_catalog.regclass, p.proowner
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            UNION ALL
            SELECT pg_catalog.format('the type %I.%I', n.nspname, t.typname), t.oid,
                   'pg_catalog.pg_type'::pg_catalog.regclass, t.typowner
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND t.typtype IN ('d', 'e', 'r')) o
          WHERE pg_catalog.pg_get_userbyid(o.owner) <> ?
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
          ORDER BY 1 LIMIT 1
          """);

  private Owners() {}

  /**
   * A restore of rows alone makes the target's definitions again, all of them as one role's.
   *
   * @param path of the field that asks for it
   * @throws EngineException UNSUPPORTED when something is another role's
   */
  static void requireOne(Server server, Found database, String path) {
    String owner = Actor.of(server, database);
    server
        .runIn(database.name(), sql -> sql.first(OTHERS, row -> row.getString(1), owner))
        .ifPresent(
            what -> {
              throw EngineException.at(
                  ErrorKind.UNSUPPORTED,
                  path,
                  "would make everything in the database \""
                      + database.name()
                      + "\" the property of \""
                      + owner
                      + "\", and there is "
                      + what
                      + "; give that to \""
                      + owner
                      + "\" with ALTER … OWNER TO, or restore without dataOnly");
            });
  }
}
