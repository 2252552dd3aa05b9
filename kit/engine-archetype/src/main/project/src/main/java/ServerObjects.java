package ${package};

import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Differences;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.ManagedObjects;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.ServerRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Databases and logins alike. What is done in which order, and for whom, comes from {@link
 * ManagedObjects}. Thread-safe.
 */
abstract class ServerObjects<D extends Desired> extends ManagedObjects<D, Stored> {
  private static final int LONGEST_NAME = 63;

  private final Connection connection;
  private final Kind kind;
  private final String namePath;

  /**
   * @param sort how messages call such objects
   * @param namePath the field of the manifest that has the name
   */
  ServerObjects(
      Endpoint endpoint, Connection connection, Kind kind, String sort, String namePath) {
    super(sort, endpoint);
    this.connection = connection;
    this.kind = kind;
    this.namePath = namePath;
  }

  /**
   * The settings that the manifest asks for; what it does not speak of is not in it, and is left as
   * it is.
   *
   * @throws EngineException INVALID or UNSUPPORTED, with the field
   */
  abstract Map<String, String> wanted(D desired);

  /**
   * What a new object gets as its password; null for one that has none.
   *
   * @throws EngineException when it cannot be made without one
   */
  @Nullable SecretText passwordOfNew(D desired) {
    return null;
  }

  @Override
  public Set<String> names() {
    return connection.names(kind);
  }

  @Override
  protected void checkName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw EngineException.at(
          ErrorKind.INVALID, namePath, "must have 1 to " + LONGEST_NAME + " characters, no NUL");
    }
  }

  @Override
  protected Map<String, Seen<Stored>> look(Set<String> names) {
    Map<String, Seen<Stored>> seen = new HashMap<>();
    connection
        .read(kind, names)
        .forEach((name, stored) -> seen.put(name, ServerRecord.of(stored.record()).beside(stored)));
    return seen;
  }

  @Override
  protected Stored made(D desired) {
    return Stored.NEW;
  }

  @Override
  protected void compare(D desired, Stored stored, Differences<Stored> differences) {
    wanted(desired)
        .forEach(
            (setting, value) ->
                differences.setting(
                    setting,
                    value,
                    stored.settings().getOrDefault(setting, ""),
                    now -> connection.set(kind, desired.name(), setting, value)));
  }

  @Override
  protected void atomically(String name, Runnable work) {
    connection.atomically(work);
  }

  @Override
  protected void make(D desired) {
    String record = new ServerRecord(desired.owner(), desired.comment()).text();
    connection.create(kind, desired.name(), record, passwordOfNew(desired));
  }

  @Override
  protected void record(
      String name, Seen<Stored> before, @Nullable Owner owner, String comment) {
    connection.record(kind, name, new ServerRecord(owner, comment).text());
  }

  @Override
  protected void drop(String name, Seen<Stored> before, DropMode mode) {
    connection.drop(kind, name);
  }
}
