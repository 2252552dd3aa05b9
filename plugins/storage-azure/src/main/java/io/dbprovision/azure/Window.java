package io.dbprovision.azure;

import java.io.IOException;
import java.io.OutputStream;

/** A part of a blob in memory that is used again for the next part. */
final class Window extends OutputStream {
  private final byte[] bytes;
  private int size;

  Window(int capacity) {
    this.bytes = new byte[capacity];
  }

  int capacity() {
    return bytes.length;
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }

  void reset() {
    size = 0;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int count) throws IOException {
    if (count > bytes.length - size) {
      throw new IOException("the store answers with more than it was asked for");
    }
    System.arraycopy(from, offset, bytes, size, count);
    size += count;
  }
}
