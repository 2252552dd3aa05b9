package io.dbprovision.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What one thread writes and another one reads, 1 MiB of it at most in memory. Both look up now and
 * then whether the other one is still there.
 */
final class FilePipe extends InputStream {
  private static final int CHUNK = 64 * 1024;
  static final int LOOK_UP_MILLIS = 100;

  /** Nobody writes an empty chunk otherwise. */
  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(16);
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private boolean ended;
  private volatile boolean givenUp;

  /** The writer's side: takes the next bytes of a buffer that has some, or the end. */
  boolean offer(ByteBuffer bytes) throws InterruptedException {
    byte[] next = new byte[Math.min(CHUNK, bytes.remaining())];
    bytes.get(bytes.position(), next);
    if (!chunks.offer(next, LOOK_UP_MILLIS, TimeUnit.MILLISECONDS)) {
      return false;
    }
    bytes.position(bytes.position() + next.length);
    return true;
  }

  static ByteBuffer end() {
    return ByteBuffer.wrap(END);
  }

  /** The writer's side: the reader is to end with an exception. */
  void giveUp() {
    givenUp = true;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    while (!ended && length > 0 && !chunk.hasRemaining()) {
      next();
    }
    int taken = Math.min(length, chunk.remaining());
    chunk.get(bytes, offset, taken);
    return ended && length > 0 ? -1 : taken;
  }

  private void next() throws IOException {
    try {
      byte[] next = chunks.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
      if (givenUp) {
        throw new IOException("the upload was given up");
      }
      if (next != null) {
        chunk = ByteBuffer.wrap(next);
        ended = next.length == 0;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the upload was interrupted", e);
    }
  }
}
