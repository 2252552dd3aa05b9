package io.dbprovision.postgres.copy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** One way to fill a database from a dump of one format. */
interface Filler extends AutoCloseable {
  /** Takes the dump from its first byte on; closed at its end. */
  OutputStream sink() throws IOException;

  /**
   * Waits for the end, after the sink was closed.
   *
   * @return what was left out
   * @throws io.dbprovision.spi.EngineException when it is not whole
   */
  List<String> finish();

  /** Tables whose rows have come. From any thread. */
  int tables();

  @Override
  void close();
}
