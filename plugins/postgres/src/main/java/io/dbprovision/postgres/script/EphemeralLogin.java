package io.dbprovision.postgres.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.Names;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Since;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.RoleState;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.postgres.user.Verifier;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.SecretText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Logins that live for one script, one dump or one restore. Only a session of its own keeps a
 * script from the operator's rights: after SET ROLE alone, RESET ROLE would bring them back.
 * Thread-safe.
 */
public final class EphemeralLogin {
  static final String PREFIX = Names.OWN_PREFIX + "init_";
  private static final Duration SCRIPT = Duration.ofMinutes(15);
  private static final int NAME_BYTES = 8;
  private static final int PASSWORD_BYTES = 24;
  private static final PgDialect PG = PgDialect.PG;
  private static final SqlText EXPIRY =
      SqlText.of(
          "SELECT (pg_catalog.now() + pg_catalog.make_interval(secs => ?))::pg_catalog.text");

  /** Waits for their end, for some seconds. */
  private static final SqlText END_SESSIONS =
      SqlText.of(
          "SELECT pg_catalog.pg_terminate_backend(pid, 5000) FROM pg_catalog.pg_stat_activity"
              + " WHERE usename = ?");

  /** Tells in a query of {@code pg_roles} those that outlived their work; by the server's clock. */
  public static final String OUTLIVED =
      "rolvaliduntil < pg_catalog.now()" + " AND rolname::pg_catalog.text ~ '^_dbops_(init|b|f)_'";

  private static final SqlText STALE =
      SqlText.of("SELECT rolname FROM pg_catalog.pg_roles WHERE " + OUTLIVED);

  private static final SqlText DATABASES =
      SqlText.of(
          """
          SELECT DISTINCT b.datname FROM pg_catalog.pg_shdepend s
          JOIN pg_catalog.pg_database b ON b.oid = s.dbid
          WHERE s.refclassid = 'pg_authid'::regclass
            AND s.refobjid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
          """);

  /** The databases that it was let into by itself. */
  private static final SqlText CONNECTS =
      SqlText.of(
          """
          SELECT d.datname FROM pg_catalog.pg_database d
          CROSS JOIN LATERAL pg_catalog.aclexplode(d.datacl) a
          JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
          WHERE r.rolname = ? AND a.privilege_type = 'CONNECT'
          """);

  private final Server server;
  private final Verifier verifier;
  private final RandomGenerator random;

  public EphemeralLogin(Server server, Verifier verifier, RandomGenerator random) {
    this.server = server;
    this.verifier = verifier;
    this.random = random;
  }

  /**
   * Who is let in.
   *
   * @param roles whose rights the login has
   * @param actAs one of them, as which its sessions begin, so that what they make is that role's;
   *     null for none: then it can act as no role
   * @param connections at most
   * @param validity how long, from now on by the server's own clock
   * @param remark what people read of it; empty for nothing
   */
  public record Pass(
      String name,
      List<String> roles,
      @Nullable String actAs,
      int connections,
      Duration validity,
      String remark) {
    public Pass {
      roles = List.copyOf(roles);
    }
  }

  /** A login that acts as {@code owner} and has no rights but that role's. */
  Credentials create(String owner) {
    return letIn(new Pass(PREFIX + hex(NAME_BYTES), List.of(owner), owner, 1, SCRIPT, ""));
  }

  /** Makes the login; one of that name gets a new password and these rights beside its own. */
  public Credentials letIn(Pass pass) {
    SecretText password = SecretText.of(hex(PASSWORD_BYTES));
    server.run(
        sql -> {
          int major = Server.major(sql);
          double seconds = pass.validity().toMillis() / 1000.0;
          String expiry = sql.query(EXPIRY, row -> row.getString(1), seconds).getFirst();
          boolean there = !RoleCatalog.readUsable(sql, List.of(pass.name())).isEmpty();
          SqlText login = PG.identifier(pass.name());
          List<SqlText> statements = new ArrayList<>();
          statements.add(
              SqlText.of(
                  "{} ROLE {} LOGIN CONNECTION LIMIT {} PASSWORD {} VALID UNTIL {}",
                  there ? SqlText.of("ALTER") : SqlText.of("CREATE"),
                  login,
                  PG.number(pass.connections()),
                  verifier.of(password),
                  PG.literal(expiry)));
          for (String role : pass.roles()) {
            statements.add(membership(role, pass, major));
          }
          if (pass.actAs() != null) {
            statements.add(
                SqlText.of("ALTER ROLE {} SET role = {}", login, PG.literal(pass.actAs())));
          }
          if (!pass.remark().isEmpty()) {
            statements.add(
                SqlText.of("COMMENT ON ROLE {} IS {}", login, PG.literal(pass.remark())));
          }
          return sql.transaction(
              transaction -> {
                transaction.execute(statements);
                return true;
              });
        });
    return new Credentials(pass.name(), password);
  }

  /** To read what is a role's takes its rights; to act as it, more. */
  private static SqlText membership(String role, Pass pass, int major) {
    SqlText given = PG.identifier(role);
    SqlText login = PG.identifier(pass.name());
    if (!Since.OWN_MEMBERSHIPS.in(major)) {
      return SqlText.of("GRANT {} TO {}", given, login);
    }
    return role.equals(pass.actAs())
        ? SqlText.of("GRANT {} TO {} WITH INHERIT TRUE, SET TRUE", given, login)
        : SqlText.of("GRANT {} TO {} WITH INHERIT TRUE, SET FALSE", given, login);
  }

  /** The rights of one more role for a login that is there; it cannot act as that. */
  public void add(String name, String role) {
    Pass pass = new Pass(name, List.of(role), null, 0, Duration.ZERO, "");
    server.run(
        sql -> {
          sql.execute(membership(role, pass, Server.major(sql)));
          return true;
        });
  }

  /** Lets nobody in by it any more, and ends its sessions; nothing when it is not there. */
  public void shut(String name) {
    server.run(
        sql -> {
          if (RoleCatalog.readUsable(sql, List.of(name)).isEmpty()) {
            return false;
          }
          makeUsable(sql, name);
          sql.execute(SqlText.of("ALTER ROLE {} NOLOGIN", PG.identifier(name)));
          sql.query(END_SESSIONS, row -> row.getBoolean(1), name);
          return true;
        });
  }

  /** Gives what it may own to the role it acted for, and drops it. */
  public void drop(String name) {
    RoleState login = server.run(sql -> makeUsable(sql, name));
    List<String> heirs = List.copyOf(login.memberships());
    if (heirs.size() == 1) {
      for (String database : server.run(sql -> sql.query(DATABASES, r -> r.getString(1), name))) {
        server.runIn(
            database,
            sql -> {
              sql.execute(
                  SqlText.of(
                      "REASSIGN OWNED BY {} TO {}",
                      PG.identifier(name),
                      PG.identifier(heirs.getFirst())),
                  SqlText.of("DROP OWNED BY {}", PG.identifier(name)));
              return true;
            });
      }
    }
    server.run(
        sql -> {
          SqlText role = PG.identifier(name);
          for (String database : sql.query(CONNECTS, row -> row.getString(1), name)) {
            sql.execute(
                SqlText.of("REVOKE CONNECT ON DATABASE {} FROM {}", PG.identifier(database), role));
          }
          sql.execute(SqlText.of("DROP ROLE {}", role));
          return true;
        });
  }

  /** What earlier scripts left behind, an earlier operator's too. */
  List<String> stale() {
    return server.run(sql -> sql.query(STALE, row -> row.getString(1)));
  }

  private RoleState makeUsable(Sql sql, String name) throws SQLException {
    Map<String, RoleState> roles = RoleCatalog.readUsable(sql, List.of(name));
    RoleState login = roles.get(name);
    if (login == null) {
      throw new SQLException("the login is gone", "42704");
    }
    sql.execute(SelfGrant.statements(List.of(login), server.admin(), Server.major(sql)));
    return login;
  }

  private String hex(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
