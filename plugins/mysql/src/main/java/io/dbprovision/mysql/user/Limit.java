package io.dbprovision.mysql.user;

import io.dbprovision.jdbc.SqlText;
import org.jspecify.annotations.Nullable;

/** What an account may use up; 0 is no limit. */
enum Limit {
  QUERIES("maxQueriesPerHour", SqlText.of("MAX_QUERIES_PER_HOUR")),
  UPDATES("maxUpdatesPerHour", SqlText.of("MAX_UPDATES_PER_HOUR")),
  CONNECTIONS("maxConnectionsPerHour", SqlText.of("MAX_CONNECTIONS_PER_HOUR")),
  USER_CONNECTIONS("maxUserConnections", SqlText.of("MAX_USER_CONNECTIONS"));

  final String field;
  final SqlText word;

  Limit(String field, SqlText word) {
    this.field = field;
    this.word = word;
  }

  @Nullable Integer asked(UserOptions options) {
    return switch (this) {
      case QUERIES -> options.maxQueriesPerHour();
      case UPDATES -> options.maxUpdatesPerHour();
      case CONNECTIONS -> options.maxConnectionsPerHour();
      case USER_CONNECTIONS -> options.maxUserConnections();
    };
  }

  int of(Account account) {
    return switch (this) {
      case QUERIES -> account.maxQueries();
      case UPDATES -> account.maxUpdates();
      case CONNECTIONS -> account.maxConnections();
      case USER_CONNECTIONS -> account.maxUserConnections();
    };
  }
}
