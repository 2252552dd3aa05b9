package io.dbprovision.core.backup.stream;

/** Room for the plain bytes of one segment on their way between two threads; used many times. */
final class Segment {
  private final byte[] bytes = new byte[SegmentCipher.PLAIN];
  private int length;
  private boolean last;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  boolean isLast() {
    return last;
  }

  boolean isFull() {
    return length == bytes.length;
  }

  Segment empty() {
    length = 0;
    last = false;
    return this;
  }

  /**
   * @return how many were taken: fewer than given when there is no more room
   */
  int add(byte[] from, int offset, int count) {
    int taken = Math.min(count, bytes.length - length);
    System.arraycopy(from, offset, bytes, length, taken);
    length += taken;
    return taken;
  }

  Segment endsTheStream() {
    last = true;
    return this;
  }
}
