package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.StreamProgress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, for streams that do not tell it themselves. */
final class MeteredInput extends FilterInputStream {
  private final StreamProgress progress;
  private long bytes;

  MeteredInput(InputStream in, StreamProgress progress) {
    super(in);
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    count(Math.max(0, n));
    return n;
  }

  private void count(int more) {
    bytes += more;
    progress.moved(bytes, 0);
  }
}
