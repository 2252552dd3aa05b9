package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;

/** Finds the field that a refused CREATE DATABASE is to be charged with: the server names none. */
final class CreationFailure {
  private static final SqlText ENCODING =
      SqlText.of("SELECT pg_catalog.pg_char_to_encoding(?) >= 0");
  private static final SqlText TABLESPACE =
      SqlText.of("SELECT EXISTS (SELECT FROM pg_catalog.pg_tablespace WHERE spcname = ?)");

  private CreationFailure() {}

  /** The failure as it should be thrown, at the field when it could be told. */
  static EngineException of(Sql sql, Wanted wanted, SQLException failure) throws SQLException {
    DatabaseOptions options = wanted.options();
    EngineException plain = Failures.of(failure);
    String path = wanted.spec().section().path();
    ErrorKind kind = plain.kind();
    if (kind == ErrorKind.NOT_FOUND || kind == ErrorKind.INVALID) {
      if (!holds(sql, ENCODING, options.encodingName())) {
        return invalid(path + ".encoding", "the server has no encoding " + options.encodingName());
      }
      String tablespace = options.tablespace();
      if (tablespace != null && !tablespace.isEmpty() && !holds(sql, TABLESPACE, tablespace)) {
        return plain.atPath(path + ".tablespace");
      }
      String said = Failures.said(failure);
      if (said.contains("locale")) {
        return invalid(path + "." + localeField(options, said), said);
      }
    }
    return kind == ErrorKind.PERMISSION && options.template() != null
        ? plain.atPath(path + ".template")
        : plain;
  }

  /** Up to PostgreSQL 15 the server says the name only; the collation's is looked at first. */
  private static String localeField(DatabaseOptions options, String said) {
    String collate = options.lcCollate();
    boolean ofCollation = collate != null && said.contains(collate) && !said.contains("LC_CTYPE");
    return ofCollation ? "lcCollate" : "lcCtype";
  }

  private static EngineException invalid(String path, String message) {
    return EngineException.at(ErrorKind.INVALID, path, message);
  }

  private static boolean holds(Sql sql, SqlText question, String name) throws SQLException {
    return sql.query(question, row -> row.getBoolean(1), name).getFirst();
  }
}
