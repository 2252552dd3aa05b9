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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Logins that live for one script. Only a session of its own keeps a script from the operator's
 * rights: after SET ROLE alone, RESET ROLE would bring them back. Thread-safe.
 */
public final class EphemeralLogin {
  static final String PREFIX = Names.OWN_PREFIX + "init_";
  private static final int NAME_BYTES = 8;
  private static final int PASSWORD_BYTES = 24;
  private static final PgDialect PG = PgDialect.PG;
  private static final SqlText EXPIRY =
      SqlText.of("SELECT (pg_catalog.now() + interval '15 minutes')::pg_catalog.text");

  /** Tells in a query of {@code pg_roles} those that outlived their script; by its own clock. */
  public static final String OUTLIVED =
      "rolvaliduntil < pg_catalog.now()"
          + " AND pg_catalog.starts_with(rolname::pg_catalog.text, '_dbops_init_')";

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

  private final Server server;
  private final Verifier verifier;
  private final RandomGenerator random;

  public EphemeralLogin(Server server, Verifier verifier, RandomGenerator random) {
    this.server = server;
    this.verifier = verifier;
    this.random = random;
  }

  /** A login that acts as {@code owner} and has no rights but that role's. */
  Credentials create(String owner) {
    String name = PREFIX + hex(NAME_BYTES);
    SecretText password = SecretText.of(hex(PASSWORD_BYTES));
    server.run(
        sql -> {
          int major = Server.major(sql);
          String expiry = sql.query(EXPIRY, row -> row.getString(1)).getFirst();
          SqlText login = PG.identifier(name);
          SqlText role = PG.identifier(owner);
          List<SqlText> statements = new ArrayList<>();
          statements.add(
              SqlText.of(
                  "CREATE ROLE {} LOGIN CONNECTION LIMIT 1 PASSWORD {} VALID UNTIL {}",
                  login,
                  verifier.of(password),
                  PG.literal(expiry)));
          statements.add(
              Since.OWN_MEMBERSHIPS.in(major)
                  ? SqlText.of("GRANT {} TO {} WITH INHERIT TRUE, SET TRUE", role, login)
                  : SqlText.of("GRANT {} TO {}", role, login));
          statements.add(SqlText.of("ALTER ROLE {} SET role = {}", login, PG.literal(owner)));
          return sql.transaction(
              transaction -> {
                transaction.execute(statements);
                return true;
              });
        });
    return new Credentials(name, password);
  }

  /** Gives what it may own to the role it acted for, and drops it. */
  void drop(String name) {
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
          sql.execute(SqlText.of("DROP ROLE {}", PG.identifier(name)));
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
