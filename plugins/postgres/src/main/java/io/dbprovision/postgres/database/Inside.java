package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is within a database.
 *
 * @param extensions by name
 * @param schemas the owner of each, without the server's own
 * @param defaults default privileges within schemas
 * @param everybody what everybody may do in the schema public; null when there is no such schema
 */
record Inside(
    Map<String, Installed> extensions,
    Map<String, String> schemas,
    Set<DefaultRight> defaults,
    PublicRights.@Nullable InSchema everybody) {
  private static final SqlText EXTENSIONS =
      SqlText.of(
          """
          SELECT e.extname, e.extversion, n.nspname, e.extrelocatable
          FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
          ORDER BY 1
          """);
  private static final SqlText SCHEMAS =
      SqlText.of(
          """
          SELECT nspname, pg_catalog.pg_get_userbyid(nspowner) FROM pg_catalog.pg_namespace
          WHERE nspname <> 'information_schema'
            AND NOT pg_catalog.starts_with(nspname::pg_catalog.text, 'pg_')
          ORDER BY 1
          """);

  /** An extension that is there. */
  record Installed(String version, String schema, boolean relocatable) {}

  static Inside read(Sql sql) throws SQLException {
    Map<String, Installed> extensions = new LinkedHashMap<>();
    sql.query(
        EXTENSIONS,
        row ->
            extensions.put(
                row.getString(1),
                new Installed(row.getString(2), row.getString(3), row.getBoolean(4))));
    Map<String, String> schemas = new LinkedHashMap<>();
    sql.query(SCHEMAS, row -> schemas.put(row.getString(1), row.getString(2)));
    return new Inside(extensions, schemas, DefaultRight.read(sql), PublicRights.InSchema.read(sql));
  }

  static Inside nothing() {
    return new Inside(Map.of(), Map.of(), Set.of(), null);
  }

  /** For the status. */
  List<Map<String, String>> installedExtensions() {
    return extensions.entrySet().stream()
        .map(
            entry -> {
              Map<String, String> fact = new LinkedHashMap<>();
              fact.put("name", entry.getKey());
              fact.put("version", entry.getValue().version());
              return fact;
            })
        .toList();
  }
}
