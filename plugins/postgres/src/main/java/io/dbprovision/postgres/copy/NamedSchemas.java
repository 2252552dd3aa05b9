package io.dbprovision.postgres.copy;

import static io.dbprovision.postgres.sql.PgDialect.PG;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Failures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The schemas that a restore asks for by name: pg_restore restores what is in them and not the
 * schemas themselves.
 */
final class NamedSchemas {
  private static final SqlText THERE =
      SqlText.of("SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = ?");

  private NamedSchemas() {}

  /**
   * Makes those that are not there, for the owner.
   *
   * @return a warning for each that was made
   */
  static List<String> make(LoadOrder order) {
    List<String> schemas = order.options().schemas();
    List<String> warnings = new ArrayList<>();
    if (schemas.isEmpty()) {
      return warnings;
    }
    try (Connection connection = order.server().lend(order.request().database())) {
      Sql sql = new Sql(connection);
      for (String schema : schemas) {
        if (sql.query(THERE, row -> row.getString(1), schema).isEmpty()) {
          sql.execute(SqlText.of("CREATE SCHEMA {}", PG.identifier(schema)));
          warnings.add(
              "the schema "
                  + schema
                  + " was made for the database's owner; who else had rights on it as a whole, a"
                  + " restore of named schemas does not tell");
        }
      }
    } catch (SQLException e) {
      throw Failures.of(e);
    }
    return List.copyOf(warnings);
  }
}
