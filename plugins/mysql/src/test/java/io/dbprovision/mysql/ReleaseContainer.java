package io.dbprovision.mysql;

import io.dbprovision.testservers.ContainerOrder;
import io.dbprovision.testservers.ContainerServer;
import io.dbprovision.testservers.Passwords;
import io.dbprovision.testservers.ServerScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server in a container, set up as the script sets up its own; of an image like Docker's. */
final class ReleaseContainer {
  private static final int PORT = 3306;
  private static final String GENERAL_LOG = "/var/lib/mysql/general.log";
  private static final List<String> SETTINGS =
      List.of(
          "--general-log-file=" + GENERAL_LOG,
          "--skip-name-resolve",
          "--max-connections=100",
          "--innodb-buffer-pool-size=32M",
          "--innodb-flush-log-at-trx-commit=0",
          "--sync-binlog=0");

  private ReleaseContainer() {}

  static TestServer start(Release release, String image) {
    Product product = release.product();
    String password = Passwords.random();
    ContainerServer container =
        ContainerServer.start(
            new ContainerOrder(
                image,
                PORT,
                Map.of(product + "_ROOT_PASSWORD", password, product + "_ROOT_HOST", "%"),
                Stream.concat(SETTINGS.stream(), own(product).stream()).toList(),
                (host, port) -> TestServer.connect(host, port, "root", password, "mysql").close()));
    String adminPassword = Passwords.random();
    TestServer server =
        new TestServer(
            product,
            Map.of(
                "MYHOST",
                container.host(),
                "MYPORT",
                Integer.toString(container.port()),
                "MYADMIN",
                "dbops_admin",
                "MYADMIN_PASSWORD",
                adminPassword,
                "MYROOT",
                "root",
                "MYROOT_PASSWORD",
                password),
            () -> container.file(GENERAL_LOG));
    List<String> statements =
        new ArrayList<>(ServerScript.of(product.name).adminStatements(adminPassword));
    statements.add("SET GLOBAL general_log = ON");
    server.execute(statements.toArray(String[]::new));
    return server;
  }

  /** TLS is off as in the script's plain servers: what is sent is what the tests are about. */
  private static List<String> own(Product product) {
    return switch (product) {
      case MARIADB ->
          List.of(
              "--skip-ssl", "--plugin-load-add=auth_ed25519", "--server-id=1", "--log-bin=binlog");
      case MYSQL -> List.of("--tls-version=", "--mysqlx=OFF");
    };
  }
}
