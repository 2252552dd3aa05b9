package io.dbprovision.mysql.script;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.Visitors;
import io.dbprovision.mysql.record.Digest;
import io.dbprovision.mysql.sql.GrantedNames;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.mysql.user.OwnProof;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The login of one database's scripts: nobody can log in by it but while one runs. Thread-safe; who
 * works on one holds its lock.
 */
public final class ScriptLogin {
  private static final String PREFIX = Names.OWN_PREFIX + "init_";
  private static final int PASSWORD_BYTES = 24;

  /** From wherever the operator comes: its address may be another one next time. */
  private static final String HOST = "%";

  private static final int IS_DEFINER = 4006;

  /** Of a privilege as well as of a login, which we have. */
  private static final int REFUSED = 1045;

  private static final SqlText OPEN =
      SqlText.of(
          "SELECT User FROM mysql.user"
              + " WHERE LEFT(User, 12) = '_dbops_init_' AND account_locked = 'N'");
  private static final SqlText OPEN_ON_MARIADB =
      SqlText.of(
          "SELECT User FROM mysql.global_priv WHERE LEFT(User, 12) = '_dbops_init_'"
              + " AND COALESCE(JSON_VALUE(Priv, '$.account_locked'), 0) NOT IN ('1', 'true')");
  private static final SqlText IS_THERE = SqlText.of("SELECT User FROM mysql.user WHERE User = ?");

  private final Server server;
  private final RandomGenerator random;

  public ScriptLogin(Server server, RandomGenerator random) {
    this.server = server;
    this.random = random;
  }

  /** As short as the servers want it, and the same whenever it is asked for. */
  public static String name(String database) {
    int left = Names.LONGEST_USER - PREFIX.length();
    return PREFIX + Digest.hex(database).substring(0, left);
  }

  /** Makes it unless it is there, and lets it in by a new password. */
  public Credentials open(Sql sql, String database) throws SQLException {
    String name = name(database);
    SqlText account = MY.account(name, HOST);
    List<SqlText> rights = Rights.ofAdmin(sql, server.facts().mariadb());
    if (rights.isEmpty()) {
      throw powerless();
    }
    GrantedNames names = GrantedNames.read(sql, server.facts().mariadb());
    if (!names.fits(database)) {
      throw EngineException.at(
          ErrorKind.INVALID, "spec.name", "\"" + database + "\" " + GrantedNames.TOO_LONG);
    }
    SecretText password = password();
    if (!exists(sql, name)) { // MySQL refuses to make a definer, even if it is there
      sql.execute(SqlText.of("CREATE USER {} {} ACCOUNT LOCK", account, proof(password())));
    }
    give(sql, rights, names.of(database), account);
    sql.execute(SqlText.of("ALTER USER {} {} ACCOUNT UNLOCK", account, proof(password)));
    return new Credentials(name, password);
  }

  private static EngineException powerless() {
    return EngineException.at(
        ErrorKind.PERMISSION,
        "spec.initSQL",
        "the operator's login has no privileges on all databases that it could give to the login"
            + " of a script; grant them to it WITH GRANT OPTION");
  }

  /** Together, or else those that our login may pass on. */
  private static void give(Sql sql, List<SqlText> rights, SqlText database, SqlText account)
      throws SQLException {
    if (given(sql, rights, database, account)) {
      return;
    }
    boolean any = false;
    for (SqlText right : rights) {
      any |= given(sql, List.of(right), database, account);
    }
    if (!any) {
      throw powerless();
    }
  }

  private static boolean given(Sql sql, List<SqlText> rights, SqlText database, SqlText account)
      throws SQLException {
    try {
      sql.execute(
          SqlText.of("GRANT {} ON {}.* TO {}", SqlText.join(", ", rights), database, account));
      return true;
    } catch (SQLException e) {
      if (Failures.kindOf(e) == ErrorKind.PERMISSION || Failures.is(e, REFUSED)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Ends what it still does, and drops it unless something is its work.
   *
   * @param database that its work is in; empty for any
   */
  public void shut(Sql sql, String name, Optional<String> database) throws SQLException {
    SqlText account = MY.account(name, HOST);
    sql.execute(SqlText.of("ALTER USER {} {} ACCOUNT LOCK", account, proof(password())));
    Visitors.disconnect(sql, Visitors.as(sql, name));
    if (works(sql, name, database)) {
      return;
    }
    try {
      sql.execute(SqlText.of("DROP USER {}", account));
    } catch (SQLException e) {
      if (!Failures.is(e, IS_DEFINER)) { // of something that we may not see
        throw e;
      }
    }
  }

  /** Those that could log in though nothing runs: a crash left them behind. */
  List<String> unlocked(Sql sql) throws SQLException {
    return sql.query(server.facts().mariadb() ? OPEN_ON_MARIADB : OPEN, row -> row.getString(1));
  }

  /** After its database is gone, and with it all that the login made. */
  public static void forget(Sql sql, String database) throws SQLException {
    String name = name(database);
    if (exists(sql, name)) {
      sql.execute(SqlText.of("DROP USER IF EXISTS {}", MY.account(name, HOST)));
    }
  }

  private static boolean exists(Sql sql, String name) throws SQLException {
    return sql.first(IS_THERE, row -> row.getString(1), name).isPresent();
  }

  /** Four queries in one; with a database the servers need not look into all of them. */
  private static boolean works(Sql sql, String name, Optional<String> database)
      throws SQLException {
    SqlText in =
        database.map(one -> SqlText.of("= {}", MY.literal(one))).orElse(SqlText.of("IS NOT NULL"));
    SqlText by = MY.literal(name + "@" + HOST);
    return sql.first(
            SqlText.of(
                """
                SELECT 1 FROM information_schema.VIEWS WHERE TABLE_SCHEMA {} AND DEFINER = {}
                UNION ALL SELECT 1 FROM information_schema.ROUTINES
                WHERE ROUTINE_SCHEMA {} AND DEFINER = {}
                UNION ALL SELECT 1 FROM information_schema.TRIGGERS
                WHERE TRIGGER_SCHEMA {} AND DEFINER = {}
                UNION ALL SELECT 1 FROM information_schema.EVENTS
                WHERE EVENT_SCHEMA {} AND DEFINER = {}
                """,
                in,
                by,
                in,
                by,
                in,
                by,
                in,
                by),
            row -> row.getInt(1))
        .isPresent();
  }

  private SqlText proof(SecretText password) {
    return OwnProof.identified(server.facts().mariadb(), password, random);
  }

  private SecretText password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return SecretText.of(HexFormat.of().formatHex(bytes));
  }
}
