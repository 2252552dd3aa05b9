package io.dbprovision.postgres.user;

import io.dbprovision.postgres.sql.Remark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A role as it is on the server.
 *
 * @param attributes those it has
 * @param validUntilMicros since 1970; null when it is valid for ever
 * @param settings its own settings for all databases, names in lower case
 * @param granted its direct memberships
 * @param reach all that it is a member of, directly or not; null when that was not asked for
 * @param footholds of it and of all of {@code reach}; null when that was not asked for
 * @param usable whether the operator's login has its rights and may act as it
 */
public record RoleState(
    String name,
    Set<Attribute> attributes,
    int connectionLimit,
    @Nullable Long validUntilMicros,
    Map<String, String> settings,
    List<Granted> granted,
    @Nullable List<Reach> reach,
    @Nullable List<Foothold> footholds,
    boolean usable,
    Remark remark) {

  public RoleState {
    attributes = Set.copyOf(attributes);
    settings = Map.copyOf(settings);
    granted = List.copyOf(granted);
    reach = reach == null ? null : List.copyOf(reach);
    footholds = footholds == null ? null : List.copyOf(footholds);
  }

  /** Roles that it is directly a member of. */
  public Set<String> memberships() {
    return granted.stream().map(Granted::role).collect(Collectors.toUnmodifiableSet());
  }

  public boolean inherits() {
    return has(Attribute.INHERIT);
  }

  boolean has(Attribute attribute) {
    return attributes.contains(attribute);
  }

  public boolean superuser() {
    return has(Attribute.SUPERUSER);
  }

  /** Reaches beyond a tenant by an attribute of its own. */
  public boolean elevated() {
    return attributes.stream().anyMatch(Attribute::elevated);
  }
}
