package io.dbprovision.postgres.copy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of format directory, unpacked into the scratch folder as their tar comes. */
final class FolderFiller implements Filler {
  private final ArchiveRun run;
  private final Path folder;
  private final PipedOutputStream pipe = new PipedOutputStream();
  private final Thread unpacking;
  private volatile @Nullable IOException failure;

  FolderFiller(LoadOrder order, ArchiveRun run) {
    this.run = run;
    this.folder = order.request().scratch().resolve(DumpArguments.FOLDER);
    this.unpacking = Thread.ofPlatform().daemon().name("unpacking a dump").unstarted(this::unpack);
  }

  private PipedInputStream tar = new PipedInputStream(1 << 16);

  @Override
  public OutputStream sink() throws IOException {
    Files.createDirectory(folder);
    tar = new PipedInputStream(pipe, 1 << 16);
    unpacking.start();
    return pipe;
  }

  private void unpack() {
    try (PipedInputStream in = tar) {
      Tar.unpack(in, folder);
    } catch (IOException e) {
      failure = e;
    }
  }

  @Override
  public List<String> finish() {
    try {
      unpacking.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.of(ErrorKind.TIMEOUT, "the restore was given up").causedBy(e);
    }
    IOException broken = failure;
    if (broken != null) {
      throw EngineException.of(ErrorKind.INVALID, "the dump is not whole: " + broken.getMessage())
          .causedBy(broken);
    }
    try {
      FolderContents.check(folder);
    } catch (IOException e) {
      throw EngineException.of(
              ErrorKind.INVALID,
              "the dump is not as pg_dump writes it: " + e.getMessage() + "; it is not restored")
          .causedBy(e);
    }
    return run.fill(folder);
  }

  @Override
  public int tables() {
    return run.tables();
  }

  @Override
  public void close() {
    unpacking.interrupt();
    run.close();
  }
}
