package io.dbprovision.mysql.database;

import org.jspecify.annotations.Nullable;

/** {@code spec.mysql} of a database. What is absent is the server's default, or left as it is. */
public record DatabaseOptions(
    @Nullable String charset,
    @Nullable String collation,
    @Nullable String defaultStorageEngine,
    @Nullable String sqlMode) {

  /** A text that is not there and one that is empty ask for the same. */
  public DatabaseOptions {
    charset = orNull(charset);
    collation = orNull(collation);
    defaultStorageEngine = orNull(defaultStorageEngine);
    sqlMode = orNull(sqlMode);
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
