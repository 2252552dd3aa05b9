package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.spi.EngineException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;

/** An archive that pg_restore reads as it comes. */
final class StreamFiller implements Filler {
  private final ArchiveRun run;
  private final ShapedSink sink;
  private final List<String> warnings;

  /**
   * @param part whether not all of the archive is asked for, so that pg_restore may stop before its
   *     end
   */
  StreamFiller(ArchiveRun run, Shape shape, boolean part, List<String> warnings) {
    this.run = run;
    this.warnings = warnings;
    ToolProcess process = run.start(null);
    this.sink = new ShapedSink(process.stdin(), shape, part);
  }

  @Override
  public OutputStream sink() {
    return sink;
  }

  @Override
  public List<String> finish() {
    try {
      sink.requireWhole();
    } catch (EngineException e) {
      run.close();
      throw e;
    }
    List<String> left = run.finish();
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
