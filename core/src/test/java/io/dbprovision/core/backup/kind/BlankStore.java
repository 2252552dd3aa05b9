package io.dbprovision.core.backup.kind;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;

/** A store that takes any block and is not to be opened; tests say what else it is. */
class BlankStore implements Store {
  @Override
  public String name() {
    return "blank";
  }

  @Override
  public Validation validate(Section block) {
    return Validation.ok();
  }

  @Override
  public String prefix(Section block) {
    return "";
  }

  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    throw new AssertionError("nobody was to open this store");
  }
}
