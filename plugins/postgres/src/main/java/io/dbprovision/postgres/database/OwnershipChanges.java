package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.ownership.AutoOwnership;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.postgres.sql.Since;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs in the roles of automatic ownership. */
final class OwnershipChanges {
  private static final PgDialect PG = PgDialect.PG;

  private OwnershipChanges() {}

  /**
   * @throws EngineException CONFLICT when one of the names is somebody else's, INVALID when both
   *     are one
   */
  static void check(Wanted wanted, AutoOwnership pair, Roles roles) {
    checkOne(wanted, "roleName", pair.role(), roles);
    checkOne(wanted, "userName", pair.user(), roles);
    wanted
        .spec()
        .databaseOwner()
        .filter(owner -> !owner.equals(pair.role()))
        .ifPresent(
            owner -> {
              throw EngineException.at(
                  ErrorKind.INVALID,
                  "spec.owner",
                  "automatic ownership makes \""
                      + pair.role()
                      + "\" the owner; leave spec.owner out, or name that role");
            });
  }

  private static void checkOne(Wanted wanted, String key, String name, Roles roles) {
    String field = wanted.field("ownership." + key);
    Names.checkRole(field, name, roles.admin());
    RoleState found = roles.states().get(name);
    if (found == null) {
      return;
    }
    Owner recorded = found.remark().record();
    if (recorded == null || !recorded.sameTenant(wanted.spec().owner())) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          field,
          "the role \""
              + name
              + "\" exists on the server, "
              + (recorded == null ? "no owner on record" : "recorded for " + recorded)
              + "; choose another name");
    }
  }

  /**
   * @param creating the step that makes the database makes the owning role, too
   */
  static List<PgChange> of(Wanted wanted, AutoOwnership pair, Roles roles, boolean creating) {
    List<PgChange> changes = new ArrayList<>();
    if (!creating && roles.states().get(pair.role()) == null) {
      changes.add(
          change(wanted, "ownership.role", pair.role())
              .build(
                  "create the owning role " + pair.role(),
                  make(wanted, pair.role(), false, roles)));
    }
    @Nullable RoleState user = roles.states().get(pair.user());
    if (user == null) {
      changes.add(
          change(wanted, "ownership.user", pair.user())
              .build("create the login " + pair.user(), make(wanted, pair.user(), true, roles)));
    }
    if (user == null || !user.memberships().contains(pair.role())) {
      changes.add(
          change(wanted, "ownership.membership", pair.user() + " in " + pair.role())
              .build(
                  "make " + pair.user() + " a member of " + pair.role(),
                  Action.of(
                      SqlText.of(
                          "GRANT {} TO {}",
                          PG.identifier(pair.role()),
                          PG.identifier(pair.user())))));
    }
    return changes;
  }

  /** The owning role with its record, for the step that makes the database. */
  static List<SqlText> createRole(Wanted wanted, AutoOwnership pair) {
    return List.of(create(pair.role(), false), comment(wanted, pair.role()));
  }

  /** Since 16 whoever creates a role is its member at once; before, it has to be granted. */
  private static Action make(Wanted wanted, String role, boolean login, Roles roles) {
    List<SqlText> statements = new ArrayList<>();
    statements.add(create(role, login));
    statements.add(comment(wanted, role));
    if (!Since.BOUNDED_CREATEROLE.in(roles.major())) {
      statements.add(
          SqlText.of("GRANT {} TO {}", PG.identifier(role), PG.identifier(roles.admin())));
    }
    return new Action.Shared(() -> List.copyOf(statements));
  }

  private static PgChange.Builder change(Wanted wanted, String path, String expected) {
    return PgChange.of(wanted.subject(), path)
        .field(wanted.field("ownership"))
        .values(expected, "")
        .cause(Cause.ABSENT);
  }

  private static SqlText create(String role, boolean login) {
    return login
        ? SqlText.of("CREATE ROLE {} LOGIN", PG.identifier(role))
        : SqlText.of("CREATE ROLE {} NOLOGIN", PG.identifier(role));
  }

  private static SqlText comment(Wanted wanted, String role) {
    return SqlText.of(
        "COMMENT ON ROLE {} IS {}",
        PG.identifier(role),
        PG.literal(Remark.render("", wanted.spec().owner())));
  }
}
