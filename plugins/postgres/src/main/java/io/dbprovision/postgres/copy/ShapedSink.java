package io.dbprovision.postgres.copy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Shows a shape what is written: pg_restore takes some ends for the right ones that are none. */
final class ShapedSink extends FilterOutputStream {
  private final Shape shape;

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
    out.write(bytes, offset, length);
  }

  /**
   * @throws EngineException INVALID when what was written cannot be whole
   */
  static void requireWhole(Shape shape) {
    Optional<String> flaw = shape.flaw();
    if (flaw.isPresent()) {
      throw EngineException.of(ErrorKind.INVALID, "the dump is not whole: it " + flaw.get());
    }
  }
}
