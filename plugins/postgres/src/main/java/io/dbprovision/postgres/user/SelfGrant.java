package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Since;
import java.util.Collection;
import java.util.List;

/**
 * Makes the operator's login a member of roles that it has to act for: to give an object to a role
 * takes membership in it.
 */
public final class SelfGrant {
  private static final PgDialect PG = PgDialect.PG;

  private SelfGrant() {}

  /** Nothing for roles whose rights the login has. */
  public static List<SqlText> statements(Collection<RoleState> roles, String admin, int major) {
    return roles.stream()
        .filter(role -> !role.usable() && !role.name().equals(admin))
        .map(role -> grant(role.name(), admin, major))
        .toList();
  }

  private static SqlText grant(String role, String admin, int major) {
    return Since.OWN_MEMBERSHIPS.in(major)
        ? SqlText.of(
            "GRANT {} TO {} WITH INHERIT TRUE, SET TRUE", PG.identifier(role), PG.identifier(admin))
        : SqlText.of("GRANT {} TO {}", PG.identifier(role), PG.identifier(admin));
  }
}
