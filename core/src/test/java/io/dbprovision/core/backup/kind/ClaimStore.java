package io.dbprovision.core.backup.kind;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import io.dbprovision.spi.testkit.memory.MemoryStore;
import java.util.Optional;

/** A store on claims, none of which is mounted where the operator is. */
final class ClaimStore implements Store {
  @Override
  public String name() {
    return MemoryStore.NAME;
  }

  @Override
  public Validation validate(Section block) {
    return Validation.ok();
  }

  @Override
  public String prefix(Section block) {
    return block.text("prefix").orElse("");
  }

  @Override
  public Optional<String> claim(Section block) {
    return block.text("claim");
  }

  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    throw new AssertionError("the operator cannot open a claim");
  }
}
