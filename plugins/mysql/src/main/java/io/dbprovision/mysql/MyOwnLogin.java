package io.dbprovision.mysql;

import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.user.OwnAccount;
import io.dbprovision.spi.OwnLogin;
import io.dbprovision.spi.SecretText;
import java.util.random.RandomGenerator;

/** Changes the password of the account that the server has let us in by. */
final class MyOwnLogin implements OwnLogin {
  private final Server server;
  private final RandomGenerator random;

  MyOwnLogin(Server server, RandomGenerator random) {
    this.server = server;
    this.random = random;
  }

  @Override
  public void changePassword(SecretText password) {
    server.run(
        sql -> {
          OwnAccount.changePassword(sql, server.facts().mariadb(), password, random);
          return true;
        });
  }
}
