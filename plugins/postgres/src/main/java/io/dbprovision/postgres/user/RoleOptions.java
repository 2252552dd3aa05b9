package io.dbprovision.postgres.user;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.postgres} of a role, but for its grants. An absent field means the server's default.
 *
 * @param validUntil RFC 3339, or {@code infinity}
 */
record RoleOptions(
    @Nullable Integer connectionLimit,
    @Nullable String validUntil,
    @Nullable Boolean superuser,
    @Nullable Boolean createDB,
    @Nullable Boolean createRole,
    @Nullable Boolean inherit,
    @Nullable Boolean login,
    @Nullable Boolean replication,
    @Nullable Boolean bypassRLS,
    List<String> inRoles,
    Map<String, String> configParameters) {

  /** The same as a login's block has it; nobody logs in as a role unless it says so. */
  UserOptions asUser() {
    return new UserOptions(
        connectionLimit,
        validUntil,
        superuser,
        createDB,
        createRole,
        inherit,
        login != null && login,
        replication,
        bypassRLS,
        inRoles,
        null,
        configParameters);
  }
}
