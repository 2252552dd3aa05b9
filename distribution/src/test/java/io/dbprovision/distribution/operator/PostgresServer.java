package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.Repo;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A real PostgreSQL 15 by {@code hack/postgres.sh}. */
final class PostgresServer implements AutoCloseable {
  private static final String MAJOR = "15";
  private final String folder;
  private final List<String> flags;
  private final Properties environment = new Properties();

  private PostgresServer(String folder, List<String> flags) {
    this.folder = folder;
    this.flags = List.copyOf(flags);
  }

  /**
   * @param flags of the script, such as {@code --preload}
   */
  static PostgresServer start(String name, String... flags) {
    Path folder = Repo.root().resolve("distribution/target").resolve(name);
    PostgresServer server = new PostgresServer(folder.toString(), List.of(flags));
    // part of it is outside of the folder and would be left by a run that is interrupted
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.start();
    try {
      server.environment.load(new StringReader(server.script("env")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server;
  }

  void start() {
    List<String> arguments = new ArrayList<>(List.of("start"));
    arguments.addAll(flags);
    arguments.addAll(List.of(MAJOR, folder));
    Command.script(Duration.ofMinutes(5), "postgres.sh", arguments.toArray(String[]::new));
  }

  void stop() {
    script("stop");
  }

  String host() {
    return value("PGHOST");
  }

  int port() {
    return Integer.parseInt(value("PGPORT"));
  }

  /** The operator's login, no superuser. */
  Login admin() {
    return new Login(host(), port(), value("PGADMIN"), value("PGADMIN_PASSWORD"));
  }

  Login superuser() {
    return new Login(host(), port(), value("PGSUPER"), value("PGSUPER_PASSWORD"));
  }

  boolean hasDatabase(String name) {
    return !databases(name).isEmpty();
  }

  boolean hasRole(String name) {
    return !roles(name).isEmpty();
  }

  /** The databases of that name. */
  List<String> databases(String like) {
    return superuser()
        .query("postgres", "SELECT datname FROM pg_database WHERE datname LIKE '" + like + "'");
  }

  /** The roles of that name. */
  List<String> roles(String like) {
    return superuser()
        .query("postgres", "SELECT rolname FROM pg_roles WHERE rolname LIKE '" + like + "'");
  }

  /** Databases that the operator made for itself, or has not finished. */
  List<String> ownDatabases() {
    return databases("\\_dbops\\_%");
  }

  /** Roles that the operator made for itself. */
  List<String> ownRoles() {
    return roles("\\_dbops\\_%");
  }

  /** All that it ever logged. */
  String log() {
    try {
      return Files.readString(Path.of(value("PGLOG")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    script("remove");
  }

  private String script(String verb) {
    return Command.script(Duration.ofMinutes(5), "postgres.sh", verb, MAJOR, folder);
  }

  private String value(String key) {
    String value = environment.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("hack/postgres.sh env does not print " + key);
    }
    return value;
  }
}
