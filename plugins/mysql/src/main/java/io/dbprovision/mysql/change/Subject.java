package io.dbprovision.mysql.change;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RoleSpec;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * The server object that a plan is about, and who may touch it.
 *
 * @param field where the manifest names it
 */
public record Subject(
    Records records, String name, Owner owner, Provenance provenance, String field) {
  /** Where a role's manifest has its name. */
  public static final String ROLE_NAME = "spec.roleName";

  /** Where a login's manifest names the role that its logins have in common. */
  public static final String GROUP_FIELD = "spec.passwordRotation.serviceRole";

  private static final Set<String> OF_ROLES = Set.of(ROLE_NAME, GROUP_FIELD);
  private static final SqlText DATABASE =
      SqlText.of("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?");
  private static final SqlText USER = SqlText.of("SELECT User FROM mysql.user WHERE User = ?");

  public static Subject of(Records records, Desired desired) {
    return new Subject(
        records,
        desired.name(),
        desired.owner(),
        desired.provenance(),
        records == Records.DATABASES ? "spec.name" : "spec.username");
  }

  /** Roles are recorded among the users: on MySQL they share their names. */
  public static Subject ofRole(RoleSpec role) {
    return new Subject(Records.USERS, role.name(), role.owner(), role.provenance(), fieldOf(role));
  }

  /** Where that role's name was said. */
  public static String fieldOf(RoleSpec role) {
    return role.group() ? GROUP_FIELD : ROLE_NAME;
  }

  /**
   * For a removal: what was only asked to be adopted, or taken over, was never ours and is not
   * removed.
   */
  public Subject toRemove() {
    Provenance past = provenance.witnessed() ? Provenance.witnessedBefore() : Provenance.unknown();
    return new Subject(records, name, owner, past, field);
  }

  /** How messages call it. */
  public String title() {
    String sort =
        records == Records.DATABASES ? "database" : OF_ROLES.contains(field) ? "role" : "user";
    return "the " + sort + " \"" + name + "\"";
  }

  public boolean exists(Sql sql) throws SQLException {
    return sql.query(records == Records.DATABASES ? DATABASE : USER, row -> row.getString(1), name)
        .contains(name); // some columns compare without regard to case
  }

  /** What is recorded of it now; empty when the object is not there. */
  public Optional<Recorded> recorded(Sql sql) throws SQLException {
    return exists(sql) ? Optional.of(records.one(sql, name)) : Optional.empty();
  }

  public boolean permits(Recorded found) {
    return found.permits(provenance, owner);
  }

  /** Fails with CONFLICT unless it is ours. */
  public void require(Recorded found) {
    found.require(provenance, owner, field, title());
  }
}
