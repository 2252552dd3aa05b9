package io.dbprovision.mysql;

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A login of a name of its own, which goes with the test. */
abstract class LoginScene {
  static final SecretText PASSWORD = SecretText.of("S3cret'\\of-\"the\"-tests");

  final Product product;
  final Lab lab;
  final Users users;
  final String name;

  LoginScene(Product product) {
    this.product = product;
    lab = Lab.on(product);
    users = lab.session.capability(Users.class).orElseThrow();
    name = "app" + Long.toString(System.nanoTime(), 36);
  }

  @AfterEach
  void close() {
    new UserHand(lab.server).drop(name);
    lab.close();
  }

  UserSpec.Builder user(Map<String, ?> options) {
    return UserSpec.builder(name, Lab.owner(name))
        .section(Lab.section(options))
        .password(PASSWORD, true);
  }

  UserSpec spec(Map<String, ?> options) {
    return user(options).build();
  }

  /** One of {@code mysql.user}'s columns by host: {@code host=value}. */
  List<String> ofAccounts(String column) {
    return lab.server.ask(
        "SELECT CONCAT(Host, '=', "
            + column
            + ") FROM mysql.user WHERE User = '"
            + name
            + "' ORDER BY Host");
  }
}
