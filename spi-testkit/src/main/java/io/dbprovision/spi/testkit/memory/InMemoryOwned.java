package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.OwnedObjects;
import java.util.List;
import java.util.Map;

/** A login owns the databases that name it as their owner. */
final class InMemoryOwned implements OwnedObjects {
  private final InMemoryServer server;
  private final Runnable called;

  InMemoryOwned(InMemoryServer server, Runnable called) {
    this.server = server;
    this.called = called;
  }

  static List<String> by(InMemoryServer server, String login) {
    return server.databases().entrySet().stream()
        .filter(database -> login.equals(database.getValue().attributes().get("owner")))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public List<OwnedObject> ownedBy(String login, int limit) {
    called.run();
    return by(server, login).stream()
        .limit(limit)
        .map(name -> new OwnedObject("", name, "database"))
        .toList();
  }

  @Override
  public String resolution(String login) {
    return "give the databases of " + login + " another owner";
  }
}
