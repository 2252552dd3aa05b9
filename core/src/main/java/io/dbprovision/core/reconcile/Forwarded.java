package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Risk;

/** A change of another plan than the one that it is shown in, where it has an id of its own. */
interface Forwarded extends Change {
  /** As its maker knows it. */
  Change original();

  @Override
  default String path() {
    return original().path();
  }

  @Override
  default String expected() {
    return original().expected();
  }

  @Override
  default String actual() {
    return original().actual();
  }

  @Override
  default Risk risk() {
    return original().risk();
  }

  @Override
  default Cause cause() {
    return original().cause();
  }
}
