package io.dbprovision.postgres.copy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Shows a shape what is written: pg_restore takes some ends for the right ones that are none, and
 * of others waits for more without end.
 */
final class ShapedSink extends FilterOutputStream {
  private final Shape shape;
  private final boolean part;
  private volatile boolean broken;

  /** For one who reads all of it. */
  ShapedSink(OutputStream out, Shape shape) {
    this(out, shape, false);
  }

  /**
   * @param part whether who reads may stop before the end, when it has all that was asked for; the
   *     rest is looked at and dropped, and whether it was rightly done the reader's end tells
   */
  ShapedSink(OutputStream out, Shape shape, boolean part) {
    super(out);
    this.shape = shape;
    this.part = part;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    shape.seen(bytes, offset, length);
    if (part && broken) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      broken = true;
      if (!part) {
        throw e;
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (!part || !broken) {
      try {
        out.flush();
      } catch (IOException e) {
        broken = true;
        if (!part) {
          throw e;
        }
      }
    }
  }

  /** Whether something could not be written. */
  boolean broken() {
    return broken;
  }

  /**
   * Nothing for one that could not be written to its end: why, others know.
   *
   * @throws EngineException INVALID when what was written cannot be whole
   */
  void requireWhole() {
    if (broken && !part) {
      return;
    }
    Optional<String> flaw = shape.flaw();
    if (flaw.isPresent()) {
      throw EngineException.of(ErrorKind.INVALID, "the dump is not whole: it " + flaw.get());
    }
  }
}
