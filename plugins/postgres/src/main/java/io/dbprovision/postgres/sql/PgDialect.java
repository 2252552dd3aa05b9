package io.dbprovision.postgres.sql;

import io.dbprovision.jdbc.Dialect;

/** PostgreSQL's quoting; right whatever {@code standard_conforming_strings} says. */
public final class PgDialect extends Dialect {
  public static final PgDialect PG = new PgDialect();

  private PgDialect() {}

  @Override
  protected String quoteIdentifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  protected String quoteLiteral(String value) {
    String doubled = value.replace("'", "''");
    return doubled.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : " E'" + doubled.replace("\\", "\\\\") + "'";
  }
}
