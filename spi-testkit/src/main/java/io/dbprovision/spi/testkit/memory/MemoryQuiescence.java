package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Quiescence;
import java.util.function.Consumer;

/** Keeps a list of the databases that let nobody in. */
final class MemoryQuiescence implements Quiescence {
  private final InMemoryServer server;
  private final Consumer<Operation> called;

  MemoryQuiescence(InMemoryServer server, Consumer<Operation> called) {
    this.server = server;
    this.called = called;
  }

  @Override
  public Stillness quiesce(String database, Owner owner, boolean disconnect) {
    called.accept(Operation.QUIESCE);
    StoredObject stored = server.databases().get(database);
    if (stored == null) {
      throw EngineException.of(ErrorKind.NOT_FOUND, "the database " + database + " does not exist");
    }
    if (!owner.equals(stored.owner())) {
      throw EngineException.of(ErrorKind.CONFLICT, "the database is somebody else's");
    }
    if (disconnect) {
      server.disconnect(database);
    }
    int sessions = server.connected(database);
    if (sessions > 0 && !server.closed().containsKey(database)) {
      return new Stillness(sessions, true);
    }
    boolean closed = Boolean.FALSE.equals(server.closed().put(database, false));
    return new Stillness(sessions, !closed);
  }

  @Override
  public void resume(String database) {
    called.accept(Operation.RESUME);
    server.closed().remove(database);
  }
}
