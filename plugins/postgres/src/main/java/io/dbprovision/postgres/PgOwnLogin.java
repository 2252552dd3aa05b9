package io.dbprovision.postgres;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.user.Verifier;
import io.dbprovision.spi.OwnLogin;
import io.dbprovision.spi.SecretText;
import java.util.List;

/** Every role may change its own password. */
final class PgOwnLogin implements OwnLogin {
  private final Server server;
  private final Verifier verifier;
  private final String login;

  PgOwnLogin(Server server, Verifier verifier, String login) {
    this.server = server;
    this.verifier = verifier;
    this.login = login;
  }

  @Override
  public void changePassword(SecretText password) {
    SqlText change =
        SqlText.of(
            "ALTER ROLE {} PASSWORD {}", PgDialect.PG.identifier(login), verifier.of(password));
    server.run(
        sql ->
            sql.transaction(
                transaction -> {
                  transaction.execute(List.of(change));
                  return true;
                }));
  }
}
