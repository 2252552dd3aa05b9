package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

final class InMemoryDatabases extends InMemoryManaged<DatabaseSpec> implements Databases {
  private static final String EXTENSION = "extensions.";

  private final InMemoryServer server;

  InMemoryDatabases(InMemoryServer server, Consumer<Operation> called) {
    super("database", server.databases(), called);
    this.server = server;
  }

  @Override
  protected Map<String, Object> attributes(DatabaseSpec desired) {
    MemoryOptions.Database options = desired.section().as(MemoryOptions.Database.class);
    Map<String, Object> wanted = new TreeMap<>();
    desired.databaseOwner().ifPresent(owner -> wanted.put("owner", acting(desired, owner)));
    if (options.encoding() != null) {
      wanted.put("encoding", options.encoding());
    }
    if (options.connectionLimit() != null) {
      wanted.put("connectionLimit", options.connectionLimit());
    }
    options.extensions().forEach(name -> wanted.put(EXTENSION + name, true));
    return wanted;
  }

  /** The group of a login that works as one. */
  private String acting(DatabaseSpec desired, String login) {
    String group = desired.groups().getOrDefault(login, login);
    StoredObject now = server.users().get(login);
    return now == null || now.attributes().containsKey(Entries.ROLE + group) ? group : login;
  }

  @Override
  protected boolean immutable(String attribute) {
    return attribute.equals("encoding");
  }

  @Override
  protected boolean managed(DatabaseSpec desired, String attribute) {
    return attribute.startsWith(EXTENSION)
        && !desired.section().as(MemoryOptions.Database.class).extensions().isEmpty();
  }

  @Override
  protected void beforeDrop(DatabaseSpec desired, DropMode mode) {
    if (mode == DropMode.FORCE) {
      server.disconnect(desired.name());
    }
    int connected = server.connected(desired.name());
    if (connected > 0) {
      throw EngineException.of(
          ErrorKind.INTERNAL,
          "database " + desired.name() + " is used by " + connected + " clients");
    }
  }
}
