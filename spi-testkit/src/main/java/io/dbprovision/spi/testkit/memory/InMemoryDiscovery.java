package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Everything on the server: nothing comes with it, and the admin is in no map. */
final class InMemoryDiscovery implements Discovery {
  private final InMemoryServer server;
  private final Consumer<Operation> called;

  InMemoryDiscovery(InMemoryServer server, Consumer<Operation> called) {
    this.server = server;
    this.called = called;
  }

  @Override
  public List<Found> find() {
    called.accept(Operation.FIND);
    List<Found> found = new ArrayList<>();
    add(found, Kind.DATABASE, server.databases());
    add(found, Kind.USER, server.users());
    add(found, Kind.ROLE, server.roles());
    return found;
  }

  private static void add(List<Found> found, Kind kind, Map<String, StoredObject> objects) {
    objects.forEach((name, stored) -> found.add(new Found(kind, name, stored.owner())));
  }
}
