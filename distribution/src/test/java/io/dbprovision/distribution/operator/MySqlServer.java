package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A real MySQL or MariaDB by {@code hack/mysql.sh} or {@code hack/mariadb.sh}, without TLS. */
public final class MySqlServer implements AutoCloseable {
  private static final Map<String, String> VERSIONS = Map.of("mysql", "sid", "mariadb", "10.11");

  private final String product;
  private final String folder;
  private final Map<String, String> values;

  private MySqlServer(String product, String folder, List<String> flags) {
    this.product = product;
    this.folder = folder;
    // part of it is outside of the folder and would be left by a run that is interrupted
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    script("start", flags);
    this.values =
        script("env", List.of())
            .lines()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> unquoted(parts[1])));
  }

  /**
   * @param product {@code mysql} or {@code mariadb}
   * @param name of its folder
   * @param flags as the script knows them, such as {@code --general-log}
   */
  public static MySqlServer start(String product, String name, String... flags) {
    Path folder = Repo.work().resolve(name);
    List<String> all = new ArrayList<>(List.of(flags));
    all.add("--in-memory");
    return new MySqlServer(product, folder.toString(), all);
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** As the manifest names it. */
  public String product() {
    return product;
  }

  boolean mariadb() {
    return product.equals("mariadb");
  }

  public String host() {
    return value("MYHOST");
  }

  public int port() {
    return Integer.parseInt(value("MYPORT"));
  }

  /** The operator's login, which has no SUPER. */
  public Login admin() {
    return login("MYADMIN");
  }

  public Login superuser() {
    return login("MYROOT");
  }

  private Login login(String key) {
    return new Login(host(), port(), value(key), value(key + "_PASSWORD"));
  }

  MyLogin root() {
    return new MyLogin(superuser());
  }

  /** The databases of such a name. */
  List<String> databases(String like) {
    return root()
        .query(
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '%s'"
                .formatted(like));
  }

  boolean hasDatabase(String name) {
    return databases(name).contains(name);
  }

  /** The hosts of a login's accounts, in their order; empty when there is no such login. */
  List<String> hosts(String login) {
    return root()
        .query("SELECT Host FROM mysql.user WHERE User = '%s' ORDER BY Host".formatted(login));
  }

  /** The logins of such a name, one line for each account. */
  List<String> logins(String like) {
    return root().query("SELECT User FROM mysql.user WHERE User LIKE '%s'".formatted(like));
  }

  /** All that it ever logged of itself. */
  String log() {
    return text(Path.of(value("MYLOG")));
  }

  /** Every statement that it was sent, when it was started with {@code --general-log}. */
  String generalLog() {
    return text(Path.of(value("MYGENERAL_LOG")));
  }

  /** The bytes of all its binary logs. */
  String binaryLogs() {
    return data("binlog\\.\\d+");
  }

  /** Empty unless somebody switched it on. */
  String slowLog() {
    return data(".*-slow\\.log");
  }

  private String data(String names) {
    try (var files = Files.list(Path.of(value("MYDATA")))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches(names))
          .sorted()
          .map(MySqlServer::text)
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    script("remove", List.of());
  }

  private String script(String verb, List<String> flags) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(flags);
    arguments.addAll(List.of(Objects.requireNonNull(VERSIONS.get(product), product), folder));
    return Command.script(Duration.ofMinutes(5), product + ".sh", arguments.toArray(String[]::new));
  }

  private String value(String key) {
    return Objects.requireNonNull(values.get(key), "hack/" + product + ".sh does not print " + key);
  }
}
