package io.dbprovision.postgres.copy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An archive that several processes read at once: in a file of the scratch folder. */
final class FileFiller implements Filler {
  private final ArchiveRun run;
  private final Shape shape;
  private final Path file;
  private @Nullable ShapedSink sink;

  FileFiller(LoadOrder order, ArchiveRun run, Shape shape) {
    this.run = run;
    this.shape = shape;
    this.file = order.request().scratch().resolve("archive");
  }

  @Override
  public OutputStream sink() throws IOException {
    ShapedSink opened = new ShapedSink(Files.newOutputStream(file), shape);
    sink = opened;
    return opened;
  }

  @Override
  public List<String> finish() {
    try {
      if (sink == null || sink.broken()) {
        throw EngineException.of(
            ErrorKind.EXHAUSTED, "the dump did not fit into the scratch folder; make that larger");
      }
      sink.requireWhole();
      return run.fill(file);
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
