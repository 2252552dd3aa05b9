package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.sql.SQLException;
import java.util.random.RandomGenerator;

/** The account that a session works as. */
public final class OwnAccount {
  private static final SqlText WHO =
      SqlText.of(
          "SELECT User, Host, plugin FROM mysql.user WHERE CONCAT(User, '@', Host) = CURRENT_USER()");

  private record Found(String user, String host, String plugin) {}

  private OwnAccount() {}

  /**
   * @throws EngineException UNSUPPORTED when it has no password that the server keeps
   */
  public static void changePassword(
      Sql sql, boolean mariadb, SecretText password, RandomGenerator random) throws SQLException {
    Found own =
        sql.first(WHO, row -> new Found(row.getString(1), row.getString(2), row.getString(3)))
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorKind.PERMISSION,
                        "the operator's login does not see its own account; grant it SELECT on"
                            + " mysql.user"));
    Verifier verifier =
        Verifier.named(own.plugin())
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorKind.UNSUPPORTED,
                        "the operator's login has no password that the server keeps: it logs in by "
                            + own.plugin()));
    sql.execute(
        SqlText.of(
            "ALTER USER {} {}",
            MY.account(own.user(), own.host()),
            Statements.identified(mariadb, own.plugin(), verifier.of(password, random))));
  }
}
