package io.dbprovision.postgres;

import io.dbprovision.testservers.ContainerOrder;
import io.dbprovision.testservers.ContainerServer;
import io.dbprovision.testservers.Passwords;
import io.dbprovision.testservers.ServerScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server in a container, set up as the script sets up its own; of an image like Docker's. */
final class PostgresContainer {
  private static final int PORT = 5432;
  private static final List<String> SETTINGS =
      List.of(
          "max_connections=100",
          "shared_buffers=32MB",
          "max_wal_size=512MB",
          "fsync=off",
          "full_page_writes=off",
          "synchronous_commit=off",
          "password_encryption=scram-sha-256",
          "log_statement=ddl",
          "log_min_error_statement=error");

  private PostgresContainer() {}

  static TestServer start(int major, String image) {
    String password = Passwords.random();
    Map<String, String> environment =
        Map.of(
            "POSTGRES_PASSWORD",
            password,
            "POSTGRES_INITDB_ARGS",
            "--encoding=UTF8 --locale=C.UTF-8");
    ContainerServer container =
        ContainerServer.start(
            new ContainerOrder(
                image,
                PORT,
                environment,
                SETTINGS.stream().map("--"::concat).toList(),
                (host, port) ->
                    TestServer.connect(host, port, "postgres", password, "postgres").close()));
    String adminPassword = Passwords.random();
    TestServer server =
        new TestServer(
            major,
            Map.of(
                "PGHOST",
                container.host(),
                "PGPORT",
                Integer.toString(container.port()),
                "PGADMIN",
                "dbops_admin",
                "PGADMIN_PASSWORD",
                adminPassword,
                "PGSUPER",
                "postgres",
                "PGSUPER_PASSWORD",
                password),
            container::log);
    List<String> statements = new ArrayList<>(List.of("SET log_statement = none"));
    statements.addAll(ServerScript.of(PostgresServers.PRODUCT).adminStatements(adminPassword));
    server.execute("postgres", statements.toArray(String[]::new));
    return server;
  }
}
