package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A pg_dump that runs. What the database holds is counted beside it, in the same snapshot: the two
 * wait for different things.
 */
final class PgDump implements Dump {
  private final BackupOptions options;
  private final String path;
  private final String tool;
  private final Server server;
  private final Snapshot snapshot;
  private final ToolProcess process;
  private final Shape shape;
  private final Watched stream;
  private final CompletableFuture<ContentSummary> contents;

  /**
   * @param path of the block in the manifest
   */
  PgDump(
      BackupOptions options,
      String path,
      String tool,
      Server server,
      Snapshot snapshot,
      ToolProcess process,
      Path scratch) {
    this.options = options;
    this.path = path;
    this.tool = tool;
    this.server = server;
    this.snapshot = snapshot;
    this.process = process;
    this.shape = Shape.of(options.kind());
    this.stream =
        new Watched(
            options.kind() == Format.DIRECTORY
                ? new FolderStream(scratch.resolve(DumpArguments.FOLDER), this::drained)
                : process.stdout());
    this.contents = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("contents of a dump").start(this::count);
  }

  private void count() {
    try {
      contents.complete(options.whole() ? snapshot.contents() : ContentSummary.unknown());
    } catch (RuntimeException e) {
      contents.completeExceptionally(e);
    }
  }

  /** The files are complete when the program has ended well. */
  private void drained() throws IOException {
    process.stdout().transferTo(OutputStream.nullOutputStream());
    int status = process.finish();
    if (status != 0) {
      // an IOException would say no more than that the stream broke off
      throw failure(status);
    }
  }

  private EngineException failure(int status) {
    return NothingMatches.of(path, process.said())
        .orElseGet(() -> DumpFailure.of("pg_dump", status, process.said()));
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpSummary finish() {
    try {
      process.stdout().transferTo(OutputStream.nullOutputStream());
      int status = process.finish();
      if (status != 0) {
        throw failure(status);
      }
    } catch (IOException e) {
      throw DumpFailure.of("pg_dump", 0, List.of("its output could not be read to the end"))
          .causedBy(e);
    }
    Optional<String> flaw = stream.ended ? shape.flaw() : Optional.of("was not read to its end");
    if (flaw.isPresent()) {
      throw EngineException.of(
          ErrorKind.INTERNAL,
          "the dump cannot be whole although pg_dump said so: it " + flaw.get());
    }
    return new DumpSummary(tool, snapshot.version(), counted(), warnings());
  }

  private ContentSummary counted() {
    try {
      return contents.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof EngineException known
          ? known
          : EngineException.of(ErrorKind.INTERNAL, "what the database holds was not counted")
              .causedBy(e);
    }
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (BackupOptions.is(options.noOwner()) && options.kind().archive()) {
      warnings.add(
          "noOwner has no effect on format "
              + options.kind().word()
              + ": it keeps the owners' names, and the restore's noOwner leaves them out");
    }
    for (String line : process.said()) {
      int at = line.indexOf("warning: ");
      if (at >= 0 && warnings.size() < 20) {
        warnings.add("pg_dump: " + line.substring(at + "warning: ".length()));
      }
    }
    return warnings;
  }

  @Override
  public void close() {
    boolean running = process.running();
    process.close();
    if (running) {
      ToolSessions.end(server);
    }
    snapshot.close();
  }

  /** Shows the shape all that goes by. */
  private final class Watched extends FilterInputStream {
    private boolean ended;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        shape.seen(buffer, offset, read);
      } else if (read < 0) {
        ended = true;
      }
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      return readNBytes((int) Math.min(bytes, 8192)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** The dump is ended by its own close. */
    @Override
    public void close() {}
  }
}
