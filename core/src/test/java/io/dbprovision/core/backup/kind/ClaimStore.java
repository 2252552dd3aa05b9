package io.dbprovision.core.backup.kind;

import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import java.util.Optional;

/** A store on claims, none of which is mounted where the operator is: it cannot be opened there. */
final class ClaimStore extends BlankStore {
  @Override
  public String name() {
    return MemoryStore.NAME;
  }

  @Override
  public String prefix(Section block) {
    return block.text("prefix").orElse("");
  }

  @Override
  public Optional<String> claim(Section block) {
    return block.text("claim");
  }
}
