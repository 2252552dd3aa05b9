package io.dbprovision.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection, spoken to in {@link SqlText} only. For one thread, for as long as the call. */
public final class Sql {
  private final Connection connection;

  public Sql(Connection connection) {
    this.connection = connection;
  }

  /** Makes a value of the current row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Something to do on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Sql sql) throws SQLException;
  }

  /**
   * @param parameters one for each {@code ?}; a {@code List<String>} becomes an array of texts
   */
  public <T> List<T> query(SqlText text, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text.text())) {
      for (int i = 0; i < parameters.length; i++) {
        Object parameter = parameters[i];
        if (parameter instanceof List<?> texts) {
          statement.setArray(i + 1, connection.createArrayOf("text", texts.toArray()));
        } else {
          statement.setObject(i + 1, parameter);
        }
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row.read(result));
        }
      }
      return rows;
    }
  }

  public <T> Optional<T> first(SqlText text, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    return query(text, row, parameters).stream().findFirst();
  }

  /** All in one message to the server, in order. */
  public void execute(SqlText... texts) throws SQLException {
    execute(Arrays.asList(texts));
  }

  /** All in one message to the server, in order; nothing for an empty list. */
  public void execute(List<SqlText> texts) throws SQLException {
    if (texts.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      // names may hold braces and question marks: they are not JDBC's
      statement.setEscapeProcessing(false);
      statement.execute(SqlText.join(";\n", texts).text());
    }
  }

  /** All or nothing. */
  public <T> T transaction(Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.run(this);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  /** The connection itself, for what the driver alone offers. */
  public Connection connection() {
    return connection;
  }
}
