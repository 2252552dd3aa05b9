package io.dbprovision.storage.pvc;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** The rest of a file, as long as it was when it was opened. */
final class FileBytes extends InputStream {
  private final FileChannel file;
  private final Failures failures;
  private long left;

  FileBytes(FileChannel file, long left, Failures failures) {
    this.file = file;
    this.left = left;
    this.failures = failures;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int read =
        failures.guarded(
            () -> file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left))));
    if (read < 0) {
      throw EngineException.of(
          ErrorKind.INTERNAL,
          "a file in the volume of claim '%s' was cut short while it was read"
              .formatted(failures.claim()));
    }
    left -= read;
    return read;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
