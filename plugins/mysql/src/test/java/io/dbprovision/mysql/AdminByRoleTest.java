package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.converge;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.SecretText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator's login has its rights by a role, as the admins of some providers have. */
@ParameterizedClass
@EnumSource
class AdminByRoleTest {
  private static final String PASSWORD = "By-role-4711";

  private final TestServer server;
  private final boolean mariadb;
  private final String id = Long.toString(System.nanoTime(), 36);
  private final String admin = "radm" + id;
  private final String role = "rrole" + id;

  AdminByRoleTest(Product product) {
    mariadb = product == Product.MARIADB;
    server = Servers.plain(product);
    server.execute(
        "CREATE USER " + admin + " IDENTIFIED BY '" + PASSWORD + "'",
        "CREATE ROLE " + role,
        "GRANT ALL ON *.* TO " + role + " WITH GRANT OPTION",
        "GRANT " + role + " TO " + admin);
  }

  @AfterEach
  void close() {
    server.execute("DROP USER " + admin, "DROP ROLE " + role);
  }

  @Test
  void itsScriptsRunWhenTheRoleIsInUse() {
    server.execute(
        mariadb
            ? "SET DEFAULT ROLE " + role + " FOR " + admin
            : "SET DEFAULT ROLE " + role + " TO " + admin);
    assertThat(server.letsIn(admin, PASSWORD)).isTrue();
    String name = "by_role_" + id;
    try (Lab lab = Lab.as(server, new Credentials(admin, SecretText.of(PASSWORD)))) {
      converge(lab.databases(), Lab.database(name, Map.of()).build());
      assertThat(
              lab.session
                  .capability(InitScripts.class)
                  .orElseThrow()
                  .run(
                      new InitScript(
                          name, Lab.owner(name), List.of("CREATE TABLE t (a INT)"), false))
                  .failed())
          .isEmpty();
      Lab.remove(lab.databases(), Lab.database(name, Map.of()).build(), DropMode.FORCE);
    }
  }
}
