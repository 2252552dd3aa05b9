package io.dbprovision.mysql.user;

import io.dbprovision.jdbc.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether something on MariaDB is defined by an account of a name that is about to be made.
 *
 * <p>Reading that opens every view and the triggers of every table on the server, so what was read
 * serves all names that are asked for within the next second: a thousand users made at once take
 * some readings, not a thousand. Each reading answers for a name only once. Whoever makes a user,
 * loses it and makes it again, is told of what was defined between. Thread-safe.
 */
final class DefinedNames {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Set<String> answered = new HashSet<>();
  private Set<String> names = Set.of();
  private Instant readAt = Instant.MIN;

  DefinedNames(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean contains(Sql sql, String login) throws SQLException {
    Instant now = clock.instant();
    if (!now.isBefore(readAt.plus(FRESH)) || now.isBefore(readAt) || !answered.add(login)) {
      names = Definers.names(sql);
      readAt = now;
      answered.clear();
      answered.add(login);
    }
    return names.contains(login);
  }
}
