package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the role that logins share out of the login that had the rights so far. The server knows
 * roles by number: under its new name the role still owns, in every database, what it owned, and
 * has what it was given and where it is a member. A new login of the old name and password comes in
 * its place. All of it is one transaction on the server-wide catalog, whatever is in the databases,
 * and takes no rights over anything in them. Sessions that are open go on as the role.
 */
record HandOver(Wanted group, Wanted login, RoleCreation creation) {
  private static final PgDialect PG = PgDialect.PG;
  private static final SqlText SETTINGS =
      SqlText.of(
          """
          SELECT coalesce(b.datname, ''), o.option_name, o.option_value
          FROM pg_catalog.pg_db_role_setting s
          LEFT JOIN pg_catalog.pg_database b ON b.oid = s.setdatabase
          CROSS JOIN LATERAL pg_catalog.pg_options_to_table(s.setconfig) o
          WHERE s.setrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
          ORDER BY 1, 2
          """);

  /**
   * A server setting of the login.
   *
   * @param database where it holds; empty for all
   */
  private record Held(String database, Setting setting) {}

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
    List<Held> settings =
        sql.query(
            SETTINGS,
            row -> held(row.getString(1), row.getString(2), row.getString(3)),
            login.name());
    sql.execute(statements(settings, Server.major(sql)));
    return true;
  }

  private static Held held(String database, String name, String value) {
    return new Held(
        Objects.requireNonNullElse(database, ""),
        new Setting(name, Objects.requireNonNullElse(value, "")));
  }

  private List<SqlText> statements(List<Held> settings, int major) {
    SqlText role = PG.identifier(group.name());
    List<SqlText> statements = new ArrayList<>();
    statements.add(SqlText.of("ALTER ROLE {} RENAME TO {}", PG.identifier(login.name()), role));
    statements.add(
        SqlText.of(
            "ALTER ROLE {} NOLOGIN PASSWORD NULL CONNECTION LIMIT -1 VALID UNTIL 'infinity'",
            role));
    statements.add(RoleCreation.comment(group, group.spec().comment()));
    statements.addAll(creation.statements(login));
    // by-hand settings first: those of the manifest count
    for (Held held : settings) {
      statements.addAll(moved(held));
    }
    List<PgChange> rest = new ArrayList<>(Memberships.of(login, List.of(), major));
    rest.addAll(SettingChanges.of(login, Map.of()));
    for (PgChange change : rest) {
      if (change.action() instanceof Action.Shared shared) {
        statements.addAll(shared.statements().get());
      }
    }
    return statements;
  }

  /** Settings are read when somebody logs in, so a role that nobody logs in as has no use of it. */
  private List<SqlText> moved(Held held) {
    Setting setting = held.setting();
    if (Setting.reservedName(setting.name())) {
      return List.of(setting.resetIn(held.database(), group.name()));
    }
    return List.of(
        setting.setIn(held.database(), login.name()),
        setting.resetIn(held.database(), group.name()));
  }
}
