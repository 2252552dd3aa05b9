package io.dbprovision.postgres.change;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import java.util.List;
import java.util.function.Supplier;

/** What applying a change takes. */
public sealed interface Action {
  /** Statements on the maintenance database; neighbours share one transaction. */
  record Shared(Supplier<List<SqlText>> statements) implements Action {}

  /** Statements inside a database; neighbours share one transaction. */
  record Inside(String database, List<SqlText> statements) implements Action {
    public Inside {
      statements = List.copyOf(statements);
    }
  }

  /** Something that makes its own connections and transactions. */
  @FunctionalInterface
  non-sealed interface Step extends Action {
    void run(Server server);
  }

  /** The server cannot do it; the change is there to be reported. */
  record Impossible() implements Action {}

  static Action of(SqlText... statements) {
    List<SqlText> fixed = List.of(statements);
    return new Shared(() -> fixed);
  }
}
