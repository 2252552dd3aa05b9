package io.dbprovision.core.plugin;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.DatabasesContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import io.dbprovision.spi.testkit.memory.MemoryHand;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class GuardKeepsTheDatabasesContractTest extends DatabasesContract {
  private final GuardedEngine guarded = new GuardedEngine();

  @Override
  protected EngineUnderTest underTest() {
    return guarded;
  }

  @Override
  protected DatabaseSpec changed(String name, Owner owner) {
    return DatabaseSpec.builder(name, owner)
        .comment("changed")
        .section(Section.of("spec.memory", Map.of("connectionLimit", 5)))
        .build();
  }

  @Override
  protected ServerHand server() {
    return new MemoryHand(guarded.server().databases());
  }

  @Override
  protected Optional<AutoCloseable> connect(String database) {
    guarded.server().connect(database);
    return Optional.of(() -> guarded.server().disconnect(database));
  }

  @AfterEach
  void close() {
    guarded.close();
  }
}
