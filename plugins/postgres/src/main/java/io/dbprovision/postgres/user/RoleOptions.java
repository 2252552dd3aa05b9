package io.dbprovision.postgres.user;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.postgres} of a role. An absent field means the server's default; a block that is
 * absent as a whole leaves an existing role as it is.
 *
 * @param validUntil RFC 3339, or {@code infinity}
 * @param grants its inline grants, which {@link InlineGrants} reads
 */
public record RoleOptions(
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
    Map<String, String> configParameters,
    List<Object> grants)
    implements Options {

  public RoleOptions {
    inRoles = List.copyOf(inRoles);
    configParameters = Map.copyOf(configParameters);
    grants = List.copyOf(grants);
  }

  @Override
  public boolean usuallyLogsIn() {
    return false;
  }
}
