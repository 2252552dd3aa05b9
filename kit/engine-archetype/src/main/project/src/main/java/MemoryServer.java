package ${package};

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.ServerInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a real server until {@link Connection} talks to one: two maps, gone with the
 * process. Thread-safe.
 */
final class MemoryServer {
  static final String HOST = "127.0.0.1";
  static final int PORT = 7000;
  static final Credentials ADMIN = new Credentials("admin", SecretText.of("letmein"));

  private final String identity = UUID.randomUUID().toString();
  private final Map<Kind, Map<String, Stored>> objects = new HashMap<>();
  private final Map<String, SecretText> passwords = new HashMap<>();

  boolean listensAt(String host, int port) {
    return host.equals(HOST) && port == PORT;
  }

  boolean admits(Credentials credentials) {
    return ADMIN.equals(credentials);
  }

  ServerInfo info() {
    return ServerInfo.builder("1.0", "${engineName}").identity(identity).build();
  }

  synchronized Set<String> names(Kind kind) {
    return Set.copyOf(of(kind).keySet());
  }

  synchronized Map<String, Stored> read(Kind kind, Collection<String> names) {
    Map<String, Stored> found = new HashMap<>(of(kind));
    found.keySet().retainAll(names);
    return found;
  }

  synchronized void create(Kind kind, String name, String record, @Nullable SecretText password) {
    of(kind).put(name, Stored.NEW.withRecord(record));
    if (password != null) {
      passwords.put(name, password);
    }
  }

  synchronized void change(Kind kind, String name, UnaryOperator<Stored> changed) {
    if (of(kind).computeIfPresent(name, (key, stored) -> changed.apply(stored)) == null) {
      throw EngineException.of(ErrorKind.NOT_FOUND, name + " is gone");
    }
  }

  synchronized void setPassword(String login, SecretText password) {
    passwords.put(login, password);
  }

  synchronized void drop(Kind kind, String name) {
    of(kind).remove(name);
    if (kind.equals(Kind.USER)) {
      passwords.remove(name);
    }
  }

  /** Whether that login would be let in with that password. */
  synchronized boolean login(String user, SecretText password) {
    Stored stored = of(Kind.USER).get(user);
    SecretText known = passwords.get(user);
    return stored != null
        && known != null
        && "false".equals(stored.settings().get(Stored.LOCKED))
        && known.equals(password);
  }

  private Map<String, Stored> of(Kind kind) {
    return objects.computeIfAbsent(kind, key -> new TreeMap<>());
  }
}
