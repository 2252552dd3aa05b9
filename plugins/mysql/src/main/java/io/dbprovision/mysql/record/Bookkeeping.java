package io.dbprovision.mysql.record;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Our own database on the server: made when it is needed, never changed when it is there. */
public final class Bookkeeping {
  static final SqlText OWNERS = SqlText.of("{}.`owner`", MY.identifier(Names.RECORDS));
  private static final SqlText IDENTITY = SqlText.of("{}.`identity`", MY.identifier(Names.RECORDS));

  private static final SqlText DATABASE =
      SqlText.of(
          "CREATE DATABASE IF NOT EXISTS {} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
          MY.identifier(Names.RECORDS));
  private static final SqlText OWNER_TABLE =
      SqlText.of(
          """
          CREATE TABLE IF NOT EXISTS {} (
            `kind` VARCHAR(32) NOT NULL,
            `name` VARCHAR(128) NOT NULL,
            `form` INT NOT NULL,
            `intent` BOOLEAN NOT NULL,
            `cluster` VARCHAR(255) NOT NULL,
            `operator` VARCHAR(255) NOT NULL,
            `namespace` VARCHAR(255) NOT NULL,
            `object` VARCHAR(255) NOT NULL,
            `uid` VARCHAR(255) NOT NULL,
            `comment` TEXT NOT NULL,
            PRIMARY KEY (`kind`, `name`)
          ) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
          """,
          OWNERS);
  private static final SqlText IDENTITY_TABLE =
      SqlText.of(
          """
          CREATE TABLE IF NOT EXISTS {} (
            `only` INT NOT NULL PRIMARY KEY,
            `value` VARCHAR(64) NOT NULL
          ) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
          """,
          IDENTITY);

  /** What only the operator knows, as an expression; NULL before it was made. */
  static final SqlText SECRET = SqlText.of("(SELECT `value` FROM {} WHERE `only` = 2)", IDENTITY);

  private static final int SECRET_BYTES = 32;
  private static final int NO_DATABASE = 1049;
  private static final int NO_TABLE = 1146;

  private Bookkeeping() {}

  public static boolean isMissing(SQLException failure) {
    return Failures.is(failure, NO_DATABASE) || Failures.is(failure, NO_TABLE);
  }

  /**
   * Makes what is not there yet, and stores what this server alone has. Idempotent, and right when
   * two do it at once.
   */
  static void prepare(Sql sql, RandomGenerator random) throws SQLException {
    makeTables(sql);
    String identity = new UUID(random.nextLong(), random.nextLong()).toString();
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    sql.execute(
        SqlText.of(
            "INSERT IGNORE INTO {} VALUES (1, {}), (2, {})",
            IDENTITY,
            MY.literal(identity),
            MY.literal(HexFormat.of().formatHex(secret))));
  }

  public static void makeTables(Sql sql) throws SQLException {
    try {
      sql.execute(DATABASE);
      sql.execute(OWNER_TABLE);
      sql.execute(IDENTITY_TABLE);
    } catch (SQLException e) {
      if (Failures.kindOf(e) == ErrorKind.PERMISSION) {
        throw EngineException.of(
                ErrorKind.PERMISSION,
                "the operator's login may not keep its records; grant it CREATE, SELECT, INSERT,"
                    + " UPDATE and DELETE on the database "
                    + Names.RECORDS)
            .causedBy(e);
      }
      throw e;
    }
  }

  /**
   * What tells a server's data from every other server's, where the product has nothing of that
   * sort: made up with the first thing that is done there, and stored with the data. Empty before.
   */
  public static Optional<String> identity(Sql sql) throws SQLException {
    try {
      return sql.first(
          SqlText.of("SELECT `value` FROM {} WHERE `only` = 1", IDENTITY), row -> row.getString(1));
    } catch (SQLException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
