package io.dbprovision.core.plugin;

import io.dbprovision.spi.Session;
import org.jspecify.annotations.Nullable;

/** Sees to it that a session that is opened after nobody waits for it any more is closed. */
final class Handover {
  private boolean givenUp;
  private @Nullable Session session;

  /** Called by the plugin's thread when the session is open. */
  synchronized @Nullable Session give(@Nullable Session opened) {
    if (givenUp && opened != null) {
      opened.close();
    }
    session = opened;
    return opened;
  }

  /** Called when the wait is over. */
  synchronized void giveUp() {
    givenUp = true;
    if (session != null) {
      session.close();
    }
  }
}
