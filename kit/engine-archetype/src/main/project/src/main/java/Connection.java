package ${package};

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.ServerInfo;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the plugin asks of a server and tells it: exchange the bodies for calls of your client
 * library, and {@link MemoryServer} can go. Thread-safe.
 */
final class Connection implements AutoCloseable {
  private final MemoryServer server;
  private volatile boolean closed;

  private Connection(MemoryServer server) {
    this.server = server;
  }

  /**
   * PLACE 2 of 5: connect, log in, and turn what goes wrong into an {@link EngineException} whose
   * kind and sentence tell a user what to do. {@code context} says how many connections there may be
   * and how long to wait; {@code endpoint.tls()} how to encrypt.
   */
  static Connection open(MemoryServer server, Endpoint endpoint, EngineContext context) {
    String address = endpoint.host() + ":" + endpoint.port();
    if (!server.listensAt(endpoint.host(), endpoint.port())) {
      throw EngineException.of(ErrorKind.UNREACHABLE, "nothing listens at " + address);
    }
    if (!server.admits(endpoint.credentials())) {
      throw EngineException.of(
          ErrorKind.AUTHENTICATION,
          address + " refused the login " + endpoint.credentials().username());
    }
    return new Connection(server);
  }

  /** The health check: one round trip, never from a cache. */
  ServerInfo info() {
    return open().info();
  }

  /** PLACE 3 of 5: what is there. All names of that kind, with one query. */
  Set<String> names(Kind kind) {
    return open().names(kind);
  }

  /** Those of the named objects that are there, with one query however many they are. */
  Map<String, Stored> read(Kind kind, Collection<String> names) {
    return open().read(kind, names);
  }

  /**
   * PLACE 4 of 5: change it. All of the work or nothing, and nobody else's in between: a transaction
   * where the server has one.
   */
  void atomically(Runnable work) {
    synchronized (open()) {
      work.run();
    }
  }

  /**
   * Makes it, with the record of its owner and its comment.
   *
   * @param password of a login
   */
  void create(Kind kind, String name, String record, @Nullable SecretText password) {
    open().create(kind, name, record, password);
  }

  /** Writes the record of its owner and its comment; an empty text takes them away. */
  void record(Kind kind, String name, String record) {
    open().change(kind, name, stored -> stored.withRecord(record));
  }

  void set(Kind kind, String name, String setting, String value) {
    open().change(kind, name, stored -> stored.with(setting, value));
  }

  void setPassword(String login, SecretText password) {
    open().setPassword(login, password);
  }

  void drop(Kind kind, String name) {
    open().drop(kind, name);
  }

  @Override
  public void close() {
    closed = true;
  }

  private MemoryServer open() {
    if (closed) {
      throw EngineException.of(ErrorKind.UNREACHABLE, "the session is closed");
    }
    return server;
  }
}
