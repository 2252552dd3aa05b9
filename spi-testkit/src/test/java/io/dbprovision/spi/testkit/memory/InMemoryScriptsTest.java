package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.InitScriptsContract;
import io.dbprovision.spi.testkit.ServerHand;

class InMemoryScriptsTest extends InitScriptsContract {
  private final MemoryUnderTest memory = new MemoryUnderTest();

  @Override
  protected EngineUnderTest underTest() {
    return memory;
  }

  @Override
  protected ServerHand server() {
    return new MemoryHand(memory.server().databases());
  }

  @Override
  protected String marking(String mark) {
    return "mark " + mark;
  }

  @Override
  protected boolean marked(String database, String mark) {
    StoredObject stored = memory.server().databases().get(database);
    return stored != null && stored.attributes().containsKey("mark." + mark);
  }

  @Override
  protected String failing(String text) {
    return "nonsense " + text;
  }

  @Override
  protected String reachingBeyond(String name) {
    return "admin " + name;
  }
}
