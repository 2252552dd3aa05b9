package io.dbprovision.spi;

import java.io.OutputStream;
import java.util.List;

/** A database that is being filled. Belongs to one thread, but for {@link #close}. */
public interface Load extends AutoCloseable {
  /**
   * Takes the dump's bytes, the same stream in every call; close it at their end. When the tool has
   * failed, writing throws an {@link java.io.IOException}, and {@link #finish} tells why.
   */
  OutputStream stream();

  /** Tables that are filled so far; negative when unknown. From any thread. */
  int tablesDone();

  /** Tables that there are in all; negative when unknown. From any thread. */
  int tablesTotal();

  /**
   * Waits until everything is in place.
   *
   * @return what was left out and why: sentences for the object's status
   * @throws EngineException when anything but that failed
   */
  List<String> finish();

  /** Ends the tool and its sessions, from any thread; idempotent, never throws. */
  @Override
  void close();
}
