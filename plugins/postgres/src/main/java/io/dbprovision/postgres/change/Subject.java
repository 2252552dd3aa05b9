package io.dbprovision.postgres.change;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RoleSpec;
import java.sql.SQLException;
import java.util.List;

/**
 * The server object that a plan is about, and who may touch it.
 *
 * @param field where the manifest names it
 */
public record Subject(Type type, String name, Owner owner, Provenance provenance, String field) {
  private static final SqlText DATABASE_COMMENT =
      SqlText.of(
          "SELECT pg_catalog.shobj_description(oid, 'pg_database') FROM pg_catalog.pg_database"
              + " WHERE datname = ?");
  private static final SqlText ROLE_COMMENT =
      SqlText.of(
          "SELECT pg_catalog.shobj_description(oid, 'pg_authid') FROM pg_catalog.pg_roles"
              + " WHERE rolname = ?");

  /** Where a manifest names the role that its logins work as. */
  public static final String GROUP_FIELD = "spec.passwordRotation.serviceRole";

  /** Sorts of server objects that carry a record. */
  public enum Type {
    DATABASE,
    ROLE
  }

  public static Subject of(Type type, Desired desired) {
    return new Subject(
        type, desired.name(), desired.owner(), desired.provenance(), field(type, desired));
  }

  private static String field(Type type, Desired desired) {
    if (type == Type.DATABASE) {
      return "spec.name";
    }
    if (desired instanceof RoleSpec role) {
      return role.group() ? GROUP_FIELD : "spec.roleName";
    }
    return "spec.username";
  }

  /** How changes that are about the object as a whole call its name. */
  public String path() {
    return field.substring(field.indexOf('.') + 1);
  }

  /**
   * For a removal: what was only asked to be adopted, or taken over, was never ours and is not
   * removed.
   */
  public Subject toRemove() {
    Provenance past = provenance.witnessed() ? Provenance.witnessedBefore() : Provenance.unknown();
    return new Subject(type, name, owner, past, field);
  }

  /** Another of the same object's. */
  public Subject called(String other) {
    return new Subject(type, other, owner, provenance, field);
  }

  /** The same, allowed to be taken over from whom it is recorded for. */
  public Subject takingOverFrom(Owner recorded) {
    return new Subject(type, name, owner, provenance.orTakenOverFrom(recorded), field);
  }

  public boolean permits(Remark remark) {
    return remark.permits(provenance, owner);
  }

  /** How messages call it. */
  public String title() {
    return (type == Type.DATABASE ? "the database \"" : "the role \"") + name + "\"";
  }

  /** What is on the server now; empty when the object is not there. */
  public List<Remark> remark(Sql sql) throws SQLException {
    return sql.query(
        type == Type.DATABASE ? DATABASE_COMMENT : ROLE_COMMENT,
        row -> Remark.parse(row.getString(1)),
        name);
  }

  /** Fails with CONFLICT unless the object is there and ours, or is not there. */
  public void require(Remark remark) {
    remark.require(provenance, owner, field, title());
  }
}
