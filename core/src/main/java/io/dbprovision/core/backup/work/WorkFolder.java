package io.dbprovision.core.backup.work;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of one work that runs in a process of its own: who does it, how far it is, how it
 * ended. No secrets: those go through a pipe.
 */
final class WorkFolder {
  private static final Logger log = LoggerFactory.getLogger(WorkFolder.class);
  private static final int TAIL = 4096;

  private final Path folder;

  WorkFolder(Path folder) {
    this.folder = folder;
  }

  String id() {
    return folder.getFileName().toString();
  }

  Path progressFile() {
    return folder.resolve("progress.jsonl");
  }

  Path logFile() {
    return folder.resolve("log.txt");
  }

  Path resultFile() {
    return folder.resolve("result.json");
  }

  Path scratch() {
    return folder.resolve("scratch");
  }

  private Path recordFile() {
    return folder.resolve("worker.json");
  }

  void make() throws IOException {
    PrivateFolders.make(folder);
  }

  boolean exists() {
    return Files.isDirectory(folder);
  }

  /** Nothing of it stays. */
  void forget() {
    try {
      Scratch.remove(folder);
    } catch (IOException e) {
      log.warn("work={} action=forget result=failed", id(), e);
    }
  }

  /** When its process is gone: what that left beside an outcome goes too. */
  void settle() {
    try {
      Scratch.remove(scratch());
    } catch (IOException e) {
      log.warn("work={} action=clean result=failed", id(), e);
    }
    if (result().isEmpty()) {
      fail(Outcomes.lost());
    }
  }

  void record(WorkerRecord worker) throws IOException {
    ResultFile.write(recordFile(), worker.json());
  }

  /** Empty when the operator ended before it wrote one: that worker got no work. */
  Optional<WorkerRecord> worker() {
    try {
      return WorkerRecord.read(Files.readString(recordFile()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Optional<WorkState> result() {
    return ResultFile.read(resultFile());
  }

  /** That it failed is its outcome from now on, whatever it said itself. */
  void fail(WorkState.Failed failed) {
    try {
      make();
      ResultFile.write(resultFile(), OutcomeJson.failed(failed));
    } catch (IOException e) {
      throw EngineException.of(
              ErrorKind.EXHAUSTED, "what became of a work cannot be written to " + resultFile())
          .causedBy(e);
    }
  }

  /** Of a worker that has not said anything yet, when it was started. */
  WorkProgress progress(Instant startedAt) {
    return OutcomeJson.lastProgress(tail()).orElseGet(() -> WorkProgress.starting(startedAt));
  }

  private String tail() {
    try (RandomAccessFile file = new RandomAccessFile(progressFile().toFile(), "r")) {
      long length = file.length();
      byte[] tail = new byte[(int) Math.min(TAIL, length)];
      file.seek(length - tail.length);
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
