package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.tool.ToolProcess;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;

/** An archive that pg_restore reads as it comes. */
final class StreamFiller implements Filler {
  private final ArchiveRun run;
  private final Shape shape;
  private final List<String> warnings;
  private final ToolProcess process;

  StreamFiller(ArchiveRun run, Shape shape, List<String> warnings) {
    this.run = run;
    this.shape = shape;
    this.warnings = warnings;
    this.process = run.start(null);
  }

  @Override
  public OutputStream sink() {
    return new ShapedSink(process.stdin(), shape);
  }

  @Override
  public List<String> finish() {
    List<String> left = run.finish();
    ShapedSink.requireWhole(shape);
    return Stream.concat(warnings.stream(), left.stream()).toList();
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
