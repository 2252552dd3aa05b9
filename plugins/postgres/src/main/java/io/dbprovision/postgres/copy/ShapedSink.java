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
  private volatile boolean broken;

  ShapedSink(OutputStream out, Shape shape) {
    super(out);
    this.shape = shape;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    shape.seen(bytes, offset, length);
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      broken = true;
      throw e;
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
    if (broken) {
      return;
    }
    Optional<String> flaw = shape.flaw();
    if (flaw.isPresent()) {
      throw EngineException.of(ErrorKind.INVALID, "the dump is not whole: it " + flaw.get());
    }
  }
}
