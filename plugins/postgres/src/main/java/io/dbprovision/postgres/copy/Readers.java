package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.script.EphemeralLogin;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Logins that may read one database: they have the rights of its owner and of those who own
 * something in it and are of the same tenant, and of nobody else. pg_read_all_data would open every
 * database of the server.
 */
final class Readers {
  static final String PREFIX = Names.OWN_PREFIX + "b_";

  /** The session's own, and those that pg_dump holds beside its workers'. */
  private static final int CONNECTIONS = 8;

  /** What belongs to the server itself is nobody's on record there. */
  private static final SqlText OWNERS =
      SqlText.of(
          """
          SELECT DISTINCT pg_catalog.pg_get_userbyid(s.refobjid)
          FROM pg_catalog.pg_shdepend s
          JOIN pg_catalog.pg_database d ON d.oid = s.dbid
          WHERE s.deptype = 'o' AND s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
            AND d.datname = ?
          """);

  /** Those of some roles that have nothing anywhere else on the server. */
  private static final SqlText WITHIN =
      SqlText.of(
          """
          SELECT r.rolname
          FROM pg_catalog.pg_roles r
          JOIN pg_catalog.pg_database d ON d.datname = ?
          WHERE r.rolname = ANY (CAST(? AS pg_catalog.text[])::pg_catalog.name[])
            AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_shdepend s
              WHERE s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
                AND s.refobjid = r.oid AND s.dbid <> d.oid
                AND s.classid <> 'pg_catalog.pg_auth_members'::pg_catalog.regclass
                AND NOT (s.dbid = 0 AND s.objid = d.oid
                         AND s.classid = 'pg_catalog.pg_database'::pg_catalog.regclass))
          """);

  private static final SqlText MAY_CONNECT =
      SqlText.of("SELECT pg_catalog.has_database_privilege(?, CAST(? AS text), 'CONNECT')");

  private static final SqlText UNREADABLE =
      SqlText.of(
          """
          SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p', 'm', 'S') AND c.relpersistence <> 't'
            AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND NOT (pg_catalog.has_schema_privilege(?, n.oid, 'USAGE')
                     AND pg_catalog.has_table_privilege(?, c.oid, 'SELECT'))
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.oid AND d.deptype = 'e')
          ORDER BY 1 LIMIT 4
          """);

  private final Server server;
  private final CopyParts parts;
  private final EphemeralLogin logins;

  Readers(Server server, CopyParts parts) {
    this.server = server;
    this.parts = parts;
    this.logins = parts.logins();
  }

  Credentials admit(CopyScope scope, BackupOptions options) {
    Found database = Found.require(server, scope.database(), scope.owner());
    database.requireOpen("spec.databaseRef");
    String owner = Actor.of(server, database);
    Duration validity = Duration.between(parts.clock().instant(), scope.until());
    Credentials login =
        logins.letIn(
            new EphemeralLogin.Pass(
                name(scope),
                List.of(owner),
                null,
                CONNECTIONS + options.workers(),
                validity,
                "reads the database of " + scope.owner() + " for a backup, and is removed then"));
    letConnect(login.username(), database);
    otherOwners(database, owner).forEach(role -> add(login.username(), role));
    if (options.whole()) {
      try {
        requireReadable(login.username(), scope.database());
      } catch (EngineException e) {
        dismiss(scope);
        throw e;
      }
    }
    return login;
  }

  /**
   * What a login that is there may read of a database beside that.
   *
   * @param actor the role that it acts as
   */
  void letRead(String login, Found database, String actor) {
    String owner = Actor.of(server, database);
    List<String> roles = new ArrayList<>(otherOwners(database, owner));
    roles.add(owner);
    // that it may act as the actor would be taken back by a second grant
    roles.stream().filter(role -> !role.equals(actor)).forEach(role -> add(login, role));
    letConnect(login, database);
  }

  /** A database may be closed to its owner as well. The right goes with the login. */
  private void letConnect(String login, Found database) {
    server.run(
        sql -> {
          if (sql.query(MAY_CONNECT, row -> row.getBoolean(1), login, database.name()).getFirst()) {
            return false;
          }
          sql.execute(
              SelfGrant.statements(
                  RoleCatalog.readUsable(sql, List.of(database.owner())).values(),
                  server.admin(),
                  Server.major(sql)));
          sql.execute(
              SqlText.of(
                  "GRANT CONNECT ON DATABASE {} TO {}",
                  PgDialect.PG.identifier(database.name()),
                  PgDialect.PG.identifier(login)));
          return true;
        });
  }

  private static String name(CopyScope scope) {
    return PREFIX + scope.id();
  }

  /**
   * Roles with rights beyond a tenant stay out of it, ours first of all; and so do those of other
   * tenants, whose rights on the rest of the server whoever has the login would have as well.
   */
  private List<String> otherOwners(Found database, String owner) {
    return server.run(
        sql -> {
          List<String> names = sql.query(OWNERS, row -> row.getString(1), database.name());
          Set<String> within =
              Set.copyOf(sql.query(WITHIN, row -> row.getString(1), database.name(), names));
          List<String> others = new ArrayList<>();
          for (RoleState role : RoleCatalog.readUsable(sql, names).values()) {
            if (!role.name().equals(owner)
                && mayBeLent(role)
                && (role.remark().owned()
                    ? sameTenant(role.remark(), database.remark())
                    : within.contains(role.name()) && role.memberships().isEmpty())) {
              others.add(role.name());
            }
          }
          return others;
        });
  }

  private boolean mayBeLent(RoleState role) {
    return !role.elevated()
        && (!Names.reservedRole(role.name(), server.admin())
            || role.name().startsWith(Names.OWN_PREFIX + "db_"));
  }

  private static boolean sameTenant(Remark one, Remark other) {
    return one.record() != null
        && other.record() != null
        && one.record().sameTenant(other.record());
  }

  /** One that cannot be had may own nothing that is read: what cannot be read is told then. */
  private void add(String login, String role) {
    try {
      logins.add(login, role);
    } catch (EngineException e) {
      if (e.kind() != ErrorKind.PERMISSION) {
        throw e;
      }
    }
  }

  private void requireReadable(String login, String database) {
    List<String> names =
        server.runIn(database, sql -> sql.query(UNREADABLE, row -> row.getString(1), login, login));
    if (!names.isEmpty()) {
      throw EngineException.of(
          ErrorKind.PERMISSION,
          "the backup could not read "
              + String.join(", ", names.subList(0, Math.min(3, names.size())))
              + (names.size() > 3 ? " and more" : "")
              + ": their owner is of another namespace, has rights elsewhere on the server, or its"
              + " rights cannot be given by the operator's login; give them to the database's"
              + " owner, or leave them out with excludeTables");
    }
  }

  void dismiss(CopyScope scope) {
    logins.shut(name(scope));
    Logins.drop(logins, name(scope));
  }
}
