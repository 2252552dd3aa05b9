package io.dbprovision.core.plugin;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a plugin opened, such as a session, from its thread to the caller, who may have
 * stopped waiting: what nobody would ever close is closed here.
 */
final class Handover<T> {
  private final Object lock = new Object();
  private final Consumer<? super T> close;
  private boolean givenUp;
  private @Nullable T opened;

  Handover(Consumer<? super T> close) {
    this.close = close;
  }

  /** Called by the plugin's thread when it is open; closes it when it comes too late. */
  @Nullable T give(@Nullable T fresh) {
    if (fresh != null && !taken(fresh)) {
      close.accept(fresh);
    }
    return fresh;
  }

  private boolean taken(T fresh) {
    synchronized (lock) {
      opened = fresh;
      return !givenUp;
    }
  }

  /** Called when the wait is over; what came just before is now the caller's to close. */
  Optional<T> giveUp() {
    synchronized (lock) {
      givenUp = true;
      return Optional.ofNullable(opened);
    }
  }
}
