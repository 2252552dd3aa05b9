package io.dbprovision.postgres.connect;

import io.dbprovision.jdbc.SqlStates;
import io.dbprovision.spi.ErrorKind;

/** PostgreSQL's error codes (its manual, appendix A) and what they mean to the operator. */
final class PgStates {
  private PgStates() {}

  static SqlStates table() {
    return SqlStates.standard()
        .with("0LP01", ErrorKind.INVALID)
        .with("23", ErrorKind.INVALID)
        .with("25006", ErrorKind.UNREACHABLE)
        .with("2BP01", ErrorKind.CONFLICT)
        .with("2B", ErrorKind.CONFLICT)
        .with("3D000", ErrorKind.NOT_FOUND)
        .with("3F000", ErrorKind.NOT_FOUND)
        .with("42501", ErrorKind.PERMISSION)
        .with("42704", ErrorKind.NOT_FOUND)
        .with("42710", ErrorKind.CONFLICT)
        .with("42P04", ErrorKind.CONFLICT)
        .with("42P06", ErrorKind.CONFLICT)
        .with("53", ErrorKind.EXHAUSTED)
        .with("55", ErrorKind.CONFLICT)
        .with("55P03", ErrorKind.TIMEOUT)
        .with("57", ErrorKind.UNREACHABLE)
        .with("57014", ErrorKind.TIMEOUT)
        .with("58P01", ErrorKind.UNSUPPORTED)
        .with("P0", ErrorKind.INVALID);
  }
}
