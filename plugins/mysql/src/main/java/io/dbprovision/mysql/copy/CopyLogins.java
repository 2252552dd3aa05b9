package io.dbprovision.mysql.copy;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.Visitors;
import io.dbprovision.mysql.record.Bookkeeping;
import io.dbprovision.mysql.record.Digest;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.mysql.user.OwnProof;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logins that workers use for a while. The servers end a login by whole days only; so their end is
 * also written down, and whoever makes the next one removes those that are past it. Thread-safe.
 */
public final class CopyLogins {
  private static final Logger LOG = LoggerFactory.getLogger(CopyLogins.class);
  private static final String PREFIX = Names.OWN_PREFIX + "copy_";

  /** A worker may come from anywhere. */
  private static final String HOST = "%";

  private static final int PASSWORD_BYTES = 24;

  /** The program's, the worker's own and some that are on their way out. */
  private static final int CONNECTIONS = 10;

  private static final SqlText TABLE = SqlText.of("{}.`copy_login`", MY.identifier(Names.RECORDS));
  private static final SqlText MAKE_TABLE =
      SqlText.of(
          """
          CREATE TABLE IF NOT EXISTS {} (
            `login` VARCHAR(32) NOT NULL PRIMARY KEY,
            `until` BIGINT NOT NULL
          ) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
          """,
          TABLE);

  private final Server server;
  private final RandomGenerator random;
  private final InstantSource clock;

  public CopyLogins(Server server, RandomGenerator random, InstantSource clock) {
    this.server = server;
    this.random = random;
    this.clock = clock;
  }

  /** Gives a login what it needs, and nothing more. */
  @FunctionalInterface
  public interface Giving {
    void to(Sql sql, SqlText account) throws SQLException;
  }

  /** As short as the servers want it, and the same whenever it is asked for. */
  public static String name(String id) {
    return PREFIX + Digest.hex(id).substring(0, Names.LONGEST_USER - PREFIX.length());
  }

  /** Makes it, or gives it a new password and end; nobody gets in before it has its rights. */
  public Credentials admit(Sql sql, String id, Instant until, Giving rights) throws SQLException {
    tidyUp(sql);
    String name = name(id);
    SqlText account = MY.account(name, HOST);
    Bookkeeping.makeTables(sql);
    sql.execute(MAKE_TABLE);
    sql.execute(
        SqlText.of(
            "REPLACE INTO {} VALUES ({}, {})",
            TABLE,
            MY.literal(name),
            MY.number(until.getEpochSecond())));
    sql.execute(
        SqlText.of("CREATE USER IF NOT EXISTS {} {} ACCOUNT LOCK", account, proof(password())));
    sql.execute(SqlText.of("REVOKE ALL PRIVILEGES, GRANT OPTION FROM {}", account));
    rights.to(sql, account);
    SecretText password = password();
    sql.execute(
        SqlText.of(
            "ALTER USER {} {} WITH MAX_USER_CONNECTIONS {} PASSWORD EXPIRE INTERVAL {} DAY"
                + " ACCOUNT UNLOCK",
            account,
            proof(password),
            MY.number(CONNECTIONS),
            MY.number(days(until))));
    return new Credentials(name, password);
  }

  private long days(Instant until) {
    long whole = Duration.between(clock.instant(), until).toDays() + 1;
    return Math.clamp(whole, 1, 65_535);
  }

  /** Nobody can come in any more, and who was in is out. */
  public void shut(Sql sql, String id) throws SQLException {
    String name = name(id);
    sql.execute(
        SqlText.of(
            "ALTER USER IF EXISTS {} {} ACCOUNT LOCK", MY.account(name, HOST), proof(password())));
    if (!Visitors.end(sql, name)) {
      throw EngineException.of(
          ErrorKind.TIMEOUT, "the sessions of " + name + " do not end; it is tried again");
    }
  }

  public void dismiss(Sql sql, String id) throws SQLException {
    shut(sql, id);
    drop(sql, name(id));
  }

  private static void drop(Sql sql, String name) throws SQLException {
    sql.execute(SqlText.of("DROP USER IF EXISTS {}", MY.account(name, HOST)));
    try {
      sql.execute(SqlText.of("DELETE FROM {} WHERE `login` = {}", TABLE, MY.literal(name)));
    } catch (SQLException e) {
      if (!Bookkeeping.isMissing(e)) {
        throw e;
      }
    }
  }

  /** Those whose end has come: whoever made them is gone. What cannot be removed now stays. */
  public void tidyUp(Sql sql) {
    try {
      for (String name : past(sql)) {
        Visitors.disconnect(sql, Visitors.as(sql, name));
        drop(sql, name);
      }
    } catch (SQLException e) {
      LOG.atWarn()
          .addKeyValue("error", Failures.kindOf(e))
          .log("a left-over login of a copy was not removed yet");
    }
  }

  private List<String> past(Sql sql) throws SQLException {
    try {
      return sql.query(
          SqlText.of(
              "SELECT `login` FROM {} WHERE `until` < {}",
              TABLE,
              MY.number(clock.instant().getEpochSecond())),
          row -> row.getString(1));
    } catch (SQLException e) {
      if (Bookkeeping.isMissing(e)) {
        return List.of();
      }
      throw e;
    }
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
