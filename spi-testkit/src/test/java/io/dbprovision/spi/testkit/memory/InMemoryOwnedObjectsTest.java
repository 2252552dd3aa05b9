package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.OwnedObjectsContract;
import io.dbprovision.spi.testkit.ServerHand;

class InMemoryOwnedObjectsTest extends OwnedObjectsContract {
  private final MemoryUnderTest memory = new MemoryUnderTest();

  @Override
  protected EngineUnderTest underTest() {
    return memory;
  }

  @Override
  protected ServerHand server() {
    return new MemoryHand(memory.server().users());
  }

  @Override
  protected AutoCloseable own(String login, String name) {
    memory.server().databases().put(name, StoredObject.foreign().withAttribute("owner", login));
    return () -> memory.server().databases().remove(name);
  }
}
