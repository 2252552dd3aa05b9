package io.dbprovision.mysql.database;

import org.jspecify.annotations.Nullable;

/** {@code spec.mysql} of a database. What is absent is the server's default, or left as it is. */
public record DatabaseOptions(
    @Nullable String charset,
    @Nullable String collation,
    @Nullable String defaultStorageEngine,
    @Nullable String sqlMode) {
  private static final String FILLED_IN = "utf8mb4_unicode_ci";

  /** A text that is not there and one that is empty ask for the same. */
  public DatabaseOptions {
    charset = orNull(charset);
    collation = leftOut(orNull(charset), orNull(collation)) ? null : orNull(collation);
    defaultStorageEngine = orNull(defaultStorageEngine);
    sqlMode = orNull(sqlMode);
  }

  /**
   * The API fills in one collation whatever the character set is; beside another set it means that
   * one's own.
   */
  private static boolean leftOut(@Nullable String charset, @Nullable String collation) {
    return charset != null && FILLED_IN.equals(collation) && !Charsets.fit(charset, FILLED_IN);
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
