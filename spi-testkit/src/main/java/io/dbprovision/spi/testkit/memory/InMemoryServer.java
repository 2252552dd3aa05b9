package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.ServerInfo;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server that is three maps. Thread-safe; tests read and change it from outside while sessions
 * work on it.
 */
public final class InMemoryServer {
  private final ConcurrentMap<String, StoredObject> databases = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, StoredObject> users = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, StoredObject> roles = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, SortedMap<String, List<String>>> tables =
      new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, Credentials> copyLogins = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Owner> restores = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, Integer> connections = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Boolean> closed = new ConcurrentSkipListMap<>();
  private final Map<Operation, LongAdder> calls = new EnumMap<>(Operation.class);
  private final ConcurrentMap<String, SecretText> replaced = new ConcurrentHashMap<>();
  private volatile boolean twoPasswords;
  private volatile Credentials admin;
  private volatile ServerInfo info;
  private volatile Consumer<Operation> interceptor = InMemoryServer::letPass;

  InMemoryServer(String identity, Credentials admin) {
    this.admin = admin;
    this.info = ServerInfo.builder("1.0", "memory").identity(identity).build();
    for (Operation operation : Operation.values()) {
      calls.put(operation, new LongAdder());
    }
  }

  /** The databases by name; writable. */
  public ConcurrentMap<String, StoredObject> databases() {
    return databases;
  }

  /** The logins by name, without the admin; writable. */
  public ConcurrentMap<String, StoredObject> users() {
    return users;
  }

  /** The roles by name; writable. */
  public ConcurrentMap<String, StoredObject> roles() {
    return roles;
  }

  /** The rows of each table, by database; writable, the inner maps as wholes. */
  public ConcurrentMap<String, SortedMap<String, List<String>>> tables() {
    return tables;
  }

  /** The restores that made passing databases, by those; writable. */
  public ConcurrentMap<String, Owner> restores() {
    return restores;
  }

  /** The logins that copy or restore, by the id of the copy; writable. */
  public ConcurrentMap<String, Credentials> copyLogins() {
    return copyLogins;
  }

  /**
   * The databases that let nobody in, each with whether somebody was let in all the same; writable.
   */
  public ConcurrentMap<String, Boolean> closed() {
    return closed;
  }

  /** Whether a login or a role of that name is there. */
  boolean hasGrantee(String name) {
    return users.containsKey(name) || roles.containsKey(name);
  }

  /**
   * Runs before every call of a session: throwing makes the call fail, waiting makes it slow.
   *
   * @param newInterceptor called on the calling thread, maybe on several at once
   */
  public void intercept(Consumer<Operation> newInterceptor) {
    interceptor = newInterceptor;
  }

  /** From now on every call fails with that kind, as with a server that is down. */
  public void failAll(ErrorKind kind) {
    intercept(
        operation -> {
          if (operation != Operation.CLOSE) {
            throw EngineException.of(kind, "the test made " + operation + " fail");
          }
        });
  }

  /** From now on calls of that operation fail with that kind. */
  public void fail(Operation failing, ErrorKind kind) {
    intercept(
        operation -> {
          if (operation == failing) {
            throw EngineException.of(kind, "the test made " + operation + " fail");
          }
        });
  }

  /** Back to normal. */
  public void recover() {
    interceptor = InMemoryServer::letPass;
  }

  /** How often that was called so far, failures included. */
  public long calls(Operation operation) {
    return counter(operation).sum();
  }

  /** Makes this server another one, or a standby, or of another version. */
  public void become(ServerInfo newInfo) {
    info = newInfo;
  }

  public void changeAdmin(Credentials newAdmin) {
    admin = newAdmin;
  }

  void changeAdminPassword(SecretText password) {
    admin = new Credentials(admin.username(), password);
  }

  /** Whether that login with that password would be let in. */
  public boolean login(String user, SecretText password) {
    StoredObject stored = users.get(user);
    return stored != null
        && !stored.attributes().containsKey(InMemoryUsers.LOCKED)
        && stored.password() != null
        && (password.equals(stored.password()) || replaces(user, password));
  }

  private boolean replaces(String user, SecretText password) {
    SecretText before = replaced.get(user);
    return before != null && before.equals(password);
  }

  /** From now on a login can have two passwords at once, or not. */
  public void holdTwoPasswords(boolean two) {
    twoPasswords = two;
  }

  boolean holdsTwoPasswords() {
    return twoPasswords;
  }

  /** The passwords that were replaced and work on, by login; writable. */
  public ConcurrentMap<String, SecretText> replaced() {
    return replaced;
  }

  /** A client that uses the database until it is disconnected. */
  public void connect(String database) {
    connections.merge(database, 1, Integer::sum);
  }

  /** How many clients use the database. */
  public int connected(String database) {
    return connections.getOrDefault(database, 0);
  }

  public void disconnect(String database) {
    connections.remove(database);
  }

  ServerInfo info() {
    return info;
  }

  boolean admits(Credentials credentials) {
    return admin.equals(credentials) || copyLogins.containsValue(credentials);
  }

  void called(Operation operation) {
    counter(operation).increment();
    interceptor.accept(operation);
  }

  private static void letPass(Operation operation) {}

  private LongAdder counter(Operation operation) {
    @Nullable LongAdder counter = calls.get(operation);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + operation);
    }
    return counter;
  }
}
