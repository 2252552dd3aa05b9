package io.dbprovision.core.plugin;

import io.dbprovision.spi.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sees to it that a session that is opened after nobody waits for it any more is closed. */
final class Handover {
  private final Object lock = new Object();
  private boolean givenUp;
  private @Nullable Session session;

  /** Called by the plugin's thread when the session is open; closes it when it comes too late. */
  @Nullable Session give(@Nullable Session opened) {
    if (opened != null && !taken(opened)) {
      opened.close();
    }
    return opened;
  }

  private boolean taken(Session opened) {
    synchronized (lock) {
      session = opened;
      return !givenUp;
    }
  }

  /** Called when the wait is over; a session that came just before is now the caller's to close. */
  Optional<Session> giveUp() {
    synchronized (lock) {
      givenUp = true;
      return Optional.ofNullable(session);
    }
  }
}
