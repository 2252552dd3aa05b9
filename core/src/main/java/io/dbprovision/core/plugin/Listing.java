package io.dbprovision.core.plugin;

import io.dbprovision.spi.StoredObject;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes what a plugin lists to the operator, on the plugin's thread. What the operator's own code
 * throws there is none of the plugin's failures, and once nobody waits nothing is told any more.
 */
final class Listing implements Consumer<StoredObject> {
  private final Consumer<StoredObject> each;
  private @Nullable RuntimeException thrown;
  private boolean over;

  Listing(Consumer<StoredObject> each) {
    this.each = each;
  }

  @Override
  public synchronized void accept(StoredObject object) {
    if (over) {
      throw new CancellationException("nobody waits for the list any more");
    }
    try {
      each.accept(object);
    } catch (RuntimeException e) {
      over = true;
      thrown = e;
      throw e;
    }
  }

  /** Throws again what the operator's code threw. */
  synchronized void end() {
    over = true;
    if (thrown != null) {
      throw thrown;
    }
  }
}
