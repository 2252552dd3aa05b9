package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A real MySQL or MariaDB by {@code hack/mysql.sh} or {@code hack/mariadb.sh}, without TLS. */
public final class MySqlServer implements AutoCloseable {
  private static final Map<String, String> VERSIONS = Map.of("mysql", "sid", "mariadb", "10.11");

  private final String product;
  private final String folder;

  private MySqlServer(String product, String folder) {
    this.product = product;
    this.folder = folder;
  }

  /**
   * @param product {@code mysql} or {@code mariadb}
   * @param name of its folder
   */
  public static MySqlServer start(String product, String name) {
    Path folder = Repo.root().resolve("distribution/target").resolve(name);
    MySqlServer server = new MySqlServer(product, folder.toString());
    // part of it is outside of the folder and would be left by a run that is interrupted
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.script("start");
    return server;
  }

  /** The operator's login, which has no SUPER. */
  public Login admin() {
    return login("MYADMIN");
  }

  public Login superuser() {
    return login("MYROOT");
  }

  private Login login(String key) {
    Map<String, String> values =
        script("env")
            .lines()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    return new Login(
        value(values, "MYHOST"),
        Integer.parseInt(value(values, "MYPORT")),
        value(values, key),
        value(values, key + "_PASSWORD"));
  }

  private String value(Map<String, String> values, String key) {
    return Objects.requireNonNull(
        values.get(key), "hack/" + product + ".sh env does not print " + key);
  }

  @Override
  public void close() {
    script("remove");
  }

  private String script(String verb) {
    String version = Objects.requireNonNull(VERSIONS.get(product), product);
    return Command.script(Duration.ofMinutes(5), product + ".sh", verb, version, folder);
  }
}
