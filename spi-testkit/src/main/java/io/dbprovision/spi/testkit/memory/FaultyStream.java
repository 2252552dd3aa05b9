package io.dbprovision.spi.testkit.memory;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A read of an object, with the bucket's faults. */
final class FaultyStream extends FilterInputStream {
  private final StoreFaults faults;

  FaultyStream(InputStream in, StoreFaults faults) {
    super(in);
    this.faults = faults;
  }

  @Override
  public int read() throws IOException {
    return faults.cutsRead() ? -1 : super.read();
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    return faults.cutsRead() ? -1 : super.read(into, from, length);
  }
}
