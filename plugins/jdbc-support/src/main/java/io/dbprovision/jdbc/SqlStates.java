package io.dbprovision.jdbc;

import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * What an SQLState means to the operator: by the whole code, else by its class (the first two
 * characters), else INTERNAL. Immutable.
 */
public final class SqlStates {
  private final Map<String, ErrorKind> table;

  private SqlStates(Map<String, ErrorKind> table) {
    this.table = Map.copyOf(table);
  }

  /** The classes of the SQL standard that all servers use alike. */
  public static SqlStates standard() {
    return new SqlStates(
        Map.of(
            "08", ErrorKind.UNREACHABLE,
            "0A", ErrorKind.UNSUPPORTED,
            "22", ErrorKind.INVALID,
            "28", ErrorKind.AUTHENTICATION,
            "40", ErrorKind.INTERNAL,
            "42", ErrorKind.INVALID));
  }

  /**
   * @param state a code of five characters, or a class of two
   */
  public SqlStates with(String state, ErrorKind kind) {
    Map<String, ErrorKind> more = new HashMap<>(table);
    more.put(state, kind);
    return new SqlStates(more);
  }

  public ErrorKind kindOf(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null || state.length() < 2) {
      return ErrorKind.INTERNAL;
    }
    ErrorKind exact = table.get(state);
    return exact != null ? exact : table.getOrDefault(state.substring(0, 2), ErrorKind.INTERNAL);
  }
}
