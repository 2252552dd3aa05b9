package io.dbprovision.postgres.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.ScriptProgress;
import io.dbprovision.spi.ScriptResult;
import java.sql.SQLException;
import java.util.List;

/** Runs scripts as the database's owner, through a login that is made and dropped for it. */
public final class PgInitScripts implements InitScripts {
  private static final SqlText OWNER =
      SqlText.of(
          "SELECT pg_catalog.pg_get_userbyid(datdba),"
              + " pg_catalog.shobj_description(oid, 'pg_database')"
              + " FROM pg_catalog.pg_database WHERE datname = ?");

  private final Server server;
  private final EphemeralLogin logins;
  private final LeftOvers leftOvers;

  public PgInitScripts(Server server, EphemeralLogin logins, LeftOvers leftOvers) {
    this.server = server;
    this.logins = logins;
    this.leftOvers = leftOvers;
  }

  private record Found(RoleState owner, Remark remark) {}

  @Override
  public ScriptResult run(InitScript script) {
    return run(script, ScriptProgress.UNHEARD);
  }

  @Override
  public ScriptResult run(InitScript script, ScriptProgress progress) {
    List<Entry> entries = script.statements().stream().map(Entry::of).toList();
    String role = actAs(script);
    leftOvers.dropAll();
    Credentials login = logins.create(role);
    try {
      return server.runAs(
          login,
          script.database(),
          sql -> {
            ScriptSession session =
                ScriptSession.open(sql, script.timeout(), new ScriptFailure(script.confidential()));
            return script.transaction()
                ? session.inOne(entries, script.done())
                : session.oneByOne(entries, script.done(), progress);
          });
    } finally {
      leftOvers.drop(login.username());
    }
  }

  private String actAs(InitScript script) {
    Found found = server.run(sql -> find(sql, script));
    if (found.remark().unreadable() || !script.owner().equals(found.remark().record())) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          "spec.name",
          "the database \"" + script.database() + "\" is not on record as this object's");
    }
    RoleState owner = found.owner();
    if (owner.name().equals(server.admin())) {
      return StandInOwner.ensure(server, script.database());
    }
    if (owner.superuser() || (owner.elevated() && !owner.remark().owned())) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          "spec.initSQL",
          "the database belongs to \""
              + owner.name()
              + "\", whose rights reach beyond it; set spec.owner to a role of its own");
    }
    return owner.name();
  }

  private static Found find(Sql sql, InitScript script) throws SQLException {
    record Row(String owner, Remark remark) {}
    Row row =
        sql.first(
                OWNER,
                columns -> new Row(columns.getString(1), Remark.parse(columns.getString(2))),
                script.database())
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND,
                        "spec.name",
                        "the database \"" + script.database() + "\" is not on the server"));
    RoleState owner = RoleCatalog.readUsable(sql, List.of(row.owner())).get(row.owner());
    if (owner == null) {
      throw new SQLException("the owner is gone", "42704");
    }
    return new Found(owner, row.remark());
  }
}
