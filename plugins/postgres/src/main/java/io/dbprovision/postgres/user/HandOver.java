package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the role that logins share out of the login that had the rights so far. The server knows
 * roles by number: under its new name the role still owns, in every database, what it owned, and
 * has what it was given and where it is a member. A new login of the old name and password comes in
 * its place. All of it is one transaction on the server-wide catalog, whatever is in the databases,
 * and takes no rights over anything in them. Sessions that are open go on as the role.
 */
record HandOver(Wanted group, Wanted login, RoleState had, RoleCreation creation) {
  private static final PgDialect PG = PgDialect.PG;

  PgChange change() {
    Subject subject = login.subject();
    return PgChange.of(subject, group.subject().path())
        .field(Subject.GROUP_FIELD)
        .values(group.name(), login.name())
        .build(
            "make the role %s of what the login %s has and owns, and the login its member"
                .formatted(group.name(), login.name()),
            (Action.Step) server -> server.run(sql -> sql.transaction(this::run)));
  }

  private boolean run(Sql sql) throws SQLException {
    List<Remark> found = login.subject().remark(sql);
    if (found.isEmpty()) {
      throw EngineException.of(
          ErrorKind.NOT_FOUND,
          login.subject().title() + " is gone from the server; it is looked at again");
    }
    login.subject().require(found.getFirst());
    sql.execute(statements(found.getFirst().text()));
    int major = Server.major(sql);
    List<PgChange> rest = new ArrayList<>(Memberships.of(login, List.of(), major));
    rest.addAll(SettingChanges.of(login, Map.of()));
    for (PgChange change : rest) {
      put(sql, change);
    }
    return true;
  }

  /** What the server refuses is named by its own field; the transaction ends with it. */
  private static void put(Sql sql, PgChange change) {
    if (change.action() instanceof Action.Shared shared) {
      try {
        sql.execute(shared.statements().get());
      } catch (SQLException e) {
        throw Failures.of(e).atPath(change.field());
      }
    }
  }

  /**
   * @param text that people wrote into the login's comment
   */
  private List<SqlText> statements(String text) {
    SqlText role = PG.identifier(group.name());
    List<SqlText> statements = new ArrayList<>();
    statements.add(SqlText.of("ALTER ROLE {} RENAME TO {}", PG.identifier(login.name()), role));
    statements.add(
        SqlText.of(
            "ALTER ROLE {} {} PASSWORD NULL CONNECTION LIMIT -1 VALID UNTIL 'infinity'",
            role,
            attributes()));
    // settings are read when somebody logs in, and nobody logs in as the role
    statements.add(SqlText.of("ALTER ROLE {} RESET ALL", role));
    statements.add(RoleCreation.comment(group, comment(group, text)));
    statements.addAll(creation.statements(login, comment(login, text)));
    return statements;
  }

  /** Only what differs: to name some of them at all takes rights of its own. */
  private SqlText attributes() {
    List<SqlText> clauses = new ArrayList<>(List.of(Attribute.LOGIN.clause(false)));
    for (Attribute attribute : Attribute.values()) {
      boolean want = group.options().wants(attribute);
      if (attribute != Attribute.LOGIN && had.has(attribute) != want) {
        clauses.add(attribute.clause(want));
      }
    }
    return SqlText.join(" ", clauses);
  }

  private static String comment(Wanted wanted, String text) {
    return wanted.spec().comment().isEmpty() ? text : wanted.spec().comment();
  }
}
