package io.dbprovision.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that wait for their way into a store. Its memory grows to the capacity as bytes come and is
 * used again after {@link #clear}.
 */
public final class Slabs {
  /** The unit of resumable uploads. */
  public static final int UNIT = 256 * 1024;

  private final int capacity;
  private final List<byte[]> slabs = new ArrayList<>();
  private int size;

  /**
   * @param most bytes; rounded down to whole units, of which there is at least one
   */
  public Slabs(int most) {
    this.capacity = Math.max(1, most / UNIT) * UNIT;
  }

  public int size() {
    return size;
  }

  public boolean isFull() {
    return size == capacity;
  }

  /** As many of the bytes as there is room for. */
  public void take(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !isFull()) {
      if (size == slabs.size() * UNIT) {
        slabs.add(new byte[UNIT]);
      }
      int start = size % UNIT;
      int count = Math.min(bytes.remaining(), UNIT - start);
      bytes.get(slabs.get(size / UNIT), start, count);
      size += count;
    }
  }

  /** What is there from an offset on; valid until {@link #clear}. */
  public List<ByteBuffer> from(int offset) {
    List<ByteBuffer> views = new ArrayList<>();
    for (int at = offset; at < size; ) {
      int start = at % UNIT;
      int count = Math.min(size - at, UNIT - start);
      views.add(ByteBuffer.wrap(slabs.get(at / UNIT), start, count).slice().asReadOnlyBuffer());
      at += count;
    }
    return views;
  }

  public void clear() {
    size = 0;
  }

  /** Lets go of the memory. */
  public void drop() {
    size = 0;
    slabs.clear();
  }
}
