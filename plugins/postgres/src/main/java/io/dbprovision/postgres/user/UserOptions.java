package io.dbprovision.postgres.user;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.postgres} of a login. An absent field means the server's default; a block that is
 * absent as a whole leaves an existing login as it is.
 *
 * @param validUntil RFC 3339, or {@code infinity}
 */
public record UserOptions(
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
    @Nullable String defaultRole,
    Map<String, String> configParameters)
    implements Options {

  public UserOptions {
    inRoles = List.copyOf(inRoles);
    configParameters = Map.copyOf(configParameters);
  }

  @Override
  public boolean usuallyLogsIn() {
    return true;
  }

  /** Of a login that works as that role: what the role is a member of is not the login's. */
  UserOptions actingAs(String role) {
    return new UserOptions(
        connectionLimit,
        validUntil,
        superuser,
        createDB,
        createRole,
        inherit,
        login,
        replication,
        bypassRLS,
        List.of(),
        role,
        configParameters);
  }

  /** Nobody can log in any more. */
  UserOptions locked() {
    return new UserOptions(
        connectionLimit,
        validUntil,
        superuser,
        createDB,
        createRole,
        inherit,
        false,
        replication,
        bypassRLS,
        inRoles,
        defaultRole,
        configParameters);
  }

  /** Of the role that logins of this block work as: its memberships, and what is not inherited. */
  UserOptions ofGroup() {
    return new UserOptions(
        null,
        null,
        null,
        createDB,
        createRole,
        inherit,
        false,
        null,
        bypassRLS,
        inRoles,
        null,
        Map.of());
  }
}
