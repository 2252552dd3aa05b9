package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.InputStream;

/** A backup on its way into a store: {@link #copy} once, then {@link #commit} or {@link #close}. */
public final class BackupUpload implements AutoCloseable {
  /**
   * Takes the dump to its end. Compression runs in the calling thread, sealing and the store in a
   * second one; an interrupt of the calling thread ends both.
   *
   * @throws EngineException of the store, or INTERNAL when the stream cannot be read
   */
  public void copy(InputStream dump, StreamProgress progress) {
    if (progress != null) {
      throw EngineException.of(ErrorKind.INTERNAL, "not there yet");
    }
  }

  /**
   * Makes it a backup: checks in the store that every part has the size that was sent, and writes
   * the manifest. Call it only when the tool that made the dump said that it is complete.
   */
  public Manifest commit(DumpSummary summary) {
    return java.util.Objects.requireNonNull(null);
  }

  /**
   * Unless it was committed, gives up everything that was written; what cannot be removed now is
   * found by {@link BackupArchive#clean} later. Never throws.
   */
  @Override
  public void close() {}
}
