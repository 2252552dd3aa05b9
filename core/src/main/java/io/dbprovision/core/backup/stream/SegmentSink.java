package io.dbprovision.core.backup.stream;

import java.io.InterruptedIOException;
import java.io.OutputStream;

/** Cuts the compressed stream into segments. Closing it, and only that, hands on the last one. */
final class SegmentSink extends OutputStream {
  private final SegmentPipe pipe;
  private Segment segment;

  SegmentSink(SegmentPipe pipe) throws InterruptedIOException {
    this.pipe = pipe;
    this.segment = taken();
  }

  private Segment taken() throws InterruptedIOException {
    try {
      return pipe.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void write(int one) throws InterruptedIOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /** A full segment goes on with the first byte behind it: until then it may be the last. */
  @Override
  public void write(byte[] from, int offset, int count) throws InterruptedIOException {
    int done = 0;
    while (done < count) {
      if (segment.isFull()) {
        pipe.put(segment);
        segment = taken();
      }
      done += segment.add(from, offset + done, count - done);
    }
  }

  @Override
  public void close() {
    if (!segment.isLast()) {
      pipe.put(segment.endsTheStream());
    }
  }
}
