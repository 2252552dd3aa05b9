package io.dbprovision.postgres.copy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An archive that several processes read at once: in a file of the scratch folder. */
final class FileFiller implements Filler {
  private final ArchiveRun run;
  private final Shape shape;
  private final Path file;

  FileFiller(LoadOrder order, ArchiveRun run, Shape shape) {
    this.run = run;
    this.shape = shape;
    this.file = order.request().scratch().resolve("archive");
  }

  @Override
  public OutputStream sink() throws IOException {
    return new ShapedSink(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), shape);
  }

  @Override
  public List<String> finish() {
    try {
      ShapedSink.requireWhole(shape);
      run.start(file);
      return run.finish();
    } finally {
      delete();
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw EngineException.of(
              ErrorKind.INTERNAL, "the scratch folder does not let its files be removed")
          .causedBy(e);
    }
  }

  @Override
  public int tables() {
    return run.tables();
  }

  @Override
  public void close() {
    run.close();
  }
}
