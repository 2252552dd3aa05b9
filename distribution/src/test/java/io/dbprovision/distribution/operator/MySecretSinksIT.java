package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.DevClusterExtension;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Secrets are in Secrets and nowhere else, on a MySQL and a MariaDB that keep every statement they
 * can: as text, as digests, for their replicas.
 *
 * <p>Two things a server cannot but have: the verifier of a password, which is what a login is made
 * of, and the statements that are its user's own. Both are looked for in everything that is not the
 * server's.
 */
@Tag("thorough")
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class MySecretSinksIT {
  private final Scene scene;
  private final OperatorUnderTest operator;

  MySecretSinksIT(Scene scene) {
    this.scene = scene;
    this.operator = scene.operator();
  }

  @Test
  void noSecretIsAnywhereButInSecrets() {
    int logged = operator.log().length();
    operator.stop();
    try (MySqlServer mysql = MySqlServer.start("mysql", "my-sinks", "--general-log");
        MySqlServer mariadb = MySqlServer.start("mariadb", "my-sinks", "--general-log")) {
      List<MySecretSinks> both =
          List.of(new MySecretSinks(scene, mysql), new MySecretSinks(scene.beside(), mariadb));
      both.forEach(MySecretSinks::talkative);
      operator.start("--log-level=2", "--log-format=json");
      AtOnce.each(both, MySecretSinks::provision);
      operator.stop();
      operator.start("--log-level=2", "--log-format=console");
      AtOnce.each(both, MySecretSinks::rotate);
      AtOnce.each(both, MySecretSinks::fail);

      String log = operator.log().substring(logged);
      both.forEach(each -> each.requireNoLeak(log));
      AtOnce.each(both, MySecretSinks::removeAll);
    } finally {
      if (operator.isRunning()) {
        operator.stop();
      }
      operator.start();
    }
  }
}
