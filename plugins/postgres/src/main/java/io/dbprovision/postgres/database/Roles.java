package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.postgres.user.SelfGrant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The roles a database's manifest names, as they are on the server.
 *
 * @param admin the operator's own login
 */
record Roles(Map<String, RoleState> states, String admin, int major) {
  /** What makes the operator able to act for them. */
  List<SqlText> grants(Collection<String> names) {
    return SelfGrant.statements(
        names.stream().map(states::get).filter(Objects::nonNull).toList(), admin, major);
  }

  /** The statement, after what it takes to be allowed to. */
  List<SqlText> actingFor(String role, SqlText... statements) {
    return Stream.concat(grants(List.of(role)).stream(), Stream.of(statements)).toList();
  }
}
