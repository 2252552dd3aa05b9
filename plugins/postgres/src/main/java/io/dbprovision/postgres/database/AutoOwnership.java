package io.dbprovision.postgres.database;

import io.dbprovision.postgres.database.DatabaseOptions.Ownership;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pair of automatic ownership.
 *
 * @param role owns the database and logs in nowhere
 * @param user the application's login, a member of the role
 * @param defaults whether each gets privileges on what the other creates later
 */
record AutoOwnership(String role, String user, boolean defaults, boolean dropOnDelete) {
  private static final int MAX_LENGTH = 63;

  /** Empty unless it is switched on. */
  static Optional<AutoOwnership> of(String database, @Nullable Ownership asked) {
    if (asked == null || !Boolean.TRUE.equals(asked.autoOwnership())) {
      return Optional.empty();
    }
    return Optional.of(
        new AutoOwnership(
            name(asked.roleName(), "db_" + database + "_owner"),
            name(asked.userName(), "db_" + database + "_app"),
            !Boolean.FALSE.equals(asked.setDefaultPrivileges()),
            Boolean.TRUE.equals(asked.dropOnDelete())));
  }

  private static String name(@Nullable String asked, String usual) {
    String name = asked == null || asked.isEmpty() ? usual : asked;
    return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH);
  }
}
