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

/** A real PostgreSQL by {@code hack/postgres.sh}, of version 15 if no other is asked for. */
public final class PostgresServer implements AutoCloseable {
  private final int major;
  private final String folder;
  private final List<String> flags;
  private final Properties environment = new Properties();

  private PostgresServer(int major, String folder, List<String> flags) {
    this.major = major;
    this.folder = folder;
    this.flags = List.copyOf(flags);
  }

  static PostgresServer start(String name, String... flags) {
    return start(name, 15, flags);
  }

  /**
   * @param flags as the script knows them, such as {@code --preload}
   */
  public static PostgresServer start(String name, int major, String... flags) {
    Path folder = Repo.work().resolve(name);
    PostgresServer server = new PostgresServer(major, folder.toString(), List.of(flags));
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

  public void start() {
    List<String> all = new ArrayList<>(flags);
    all.add("--in-memory");
    script("start", all.toArray(String[]::new));
  }

  public void stop() {
    script("stop");
  }

  public String host() {
    return value("PGHOST");
  }

  public int port() {
    return Integer.parseInt(value("PGPORT"));
  }

  /** The operator's login, no superuser. */
  public Login admin() {
    return new Login(host(), port(), value("PGADMIN"), value("PGADMIN_PASSWORD"));
  }

  public Login superuser() {
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
  public String log() {
    try {
      return Files.readString(Path.of(value("PGLOG")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its certificates are, when it was started with {@code --tls}. */
  public Path tls() {
    return Path.of(value("PGTLS"));
  }

  @Override
  public void close() {
    script("remove");
  }

  private String script(String verb, String... flags) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(List.of(flags));
    arguments.addAll(List.of(Integer.toString(major), folder));
    return Command.script(Duration.ofMinutes(5), "postgres.sh", arguments.toArray(String[]::new));
  }

  private String value(String key) {
    String value = environment.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("hack/postgres.sh env does not print " + key);
    }
    return value;
  }
}
