package io.dbprovision.spi.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.DatabasesContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryDatabasesTest extends DatabasesContract {
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
  protected DatabaseSpec changed(String name, Owner owner) {
    return DatabaseSpec.builder(name, owner)
        .comment("changed")
        .section(Section.of("spec.memory", Map.of("connectionLimit", 5)))
        .build();
  }

  @Override
  protected Optional<AutoCloseable> connect(String database) {
    memory.server().connect(database);
    return Optional.of(() -> memory.server().disconnect(database));
  }

  @Test
  void theEncodingOfAnExistingDatabaseIsImmutable() {
    String name = fresh();
    make(with(name, Map.of("encoding", "utf8")));
    Plan plan = managed().plan(with(name, Map.of("encoding", "latin1")));
    assertThat(plan.changes()).extracting(Change::risk).containsExactly(Risk.IMMUTABLE);
  }

  @Test
  void anExtraExtensionIsADestructiveChange() {
    String name = fresh();
    make(with(name, Map.of("extensions", List.of("a", "b"))));
    Plan plan = managed().plan(with(name, Map.of("extensions", List.of("a"))));
    assertThat(plan.changes()).extracting(Change::risk).containsExactly(Risk.DESTRUCTIVE);
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    applyAll(plan);
    assertInSync(with(name, Map.of("extensions", List.of("a"))));
  }

  private static DatabaseSpec with(String name, Map<String, Object> block) {
    return DatabaseSpec.builder(name, SELF).section(Section.of("spec.memory", block)).build();
  }
}
