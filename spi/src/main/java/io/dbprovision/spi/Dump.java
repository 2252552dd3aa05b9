package io.dbprovision.spi;

import java.io.InputStream;

/** A copy that is being made. Belongs to one thread, but for {@link #close}. */
public interface Dump extends AutoCloseable {
  /**
   * The bytes, the same stream in every call. Its end says nothing about success: a tool that was
   * killed ends it too.
   */
  InputStream stream();

  /**
   * Judges the copy after the stream was read to its end.
   *
   * @throws EngineException when the tool failed or its output cannot be whole; what it said is
   *     part of the message, without secrets. Then nothing of what was read may count as a backup.
   */
  DumpSummary finish();

  /** Ends the tool and its sessions, from any thread; idempotent, never throws. */
  @Override
  void close();
}
