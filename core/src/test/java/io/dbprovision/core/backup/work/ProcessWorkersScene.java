package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Workers whose processes are a shell script, so that a test says what a worker does. */
abstract class ProcessWorkersScene {
  static final String PROGRESS =
      OutcomeJson.progress(new WorkProgress("copying", 7, 5, 1, -1, -1, Instant.EPOCH));
  static final String RESULT =
      OutcomeJson.done(
          new WorkResult(
              Instant.EPOCH,
              Instant.EPOCH,
              new Copied(7, 5, "sha256:abc", "lines", "tool", "1", List.of()),
              -1,
              Match.NOT_ASKED,
              0,
              null));

  /** Reads its work and takes the arguments apart; then does what the test says. */
  private static final String HEAD =
      """
      #!/bin/sh
      while [ $# -gt 0 ]; do
        case $1 in
          --result) result=$2; shift ;;
          --scratch) scratch=$2; shift ;;
        esac
        shift
      done
      cat > "$scratch/order"
      [ -s "$scratch/order" ] || exit 9
      """;

  /** A client program in a session of its own, with its own environment. */
  static final String PROGRAM =
      """
      env -i DBOPS_WORK="$DBOPS_WORK" setsid sleep 600 > /dev/null 2>&1 &
      echo $! > "$scratch/../program"
      """;

  static final String FOREVER = "echo '" + PROGRESS + "'\nwhile :; do sleep 1; done\n";
  static final String DONE =
      "echo '%s'\nprintf '%%s' '%s' > \"$result\"\n".formatted(PROGRESS, RESULT);

  @TempDir Path temporary;
  Path folder;
  ProcessWorkers workers;
  final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void begin() {
    folder = temporary.resolve("work");
    workers = open(4, 2);
  }

  @AfterEach
  void end() throws Exception {
    List<String> ids;
    try (Stream<Path> all = Files.list(folder)) {
      ids = all.map(path -> path.getFileName().toString()).toList();
    } catch (NoSuchFileException e) {
      ids = List.of();
    }
    for (String id : ids) {
      workers.forget(id);
      new WorkFolder(folder.resolve(id))
          .worker()
          .flatMap(WorkerRecord::process)
          .ifPresent(ProcessWorkersScene::kill);
    }
    for (String id : ids) {
      while (Files.exists(folder.resolve(id))) {
        String _ = told.poll(100, TimeUnit.MILLISECONDS);
      }
    }
    workers.stop(Duration.ZERO);
  }

  private static void kill(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  void workers(String script, int all, int perInstance) throws IOException {
    Path program = temporary.resolve("dbops");
    Files.writeString(program, HEAD + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    workers.stop(Duration.ZERO);
    workers = open(all, perInstance);
  }

  ProcessWorkers open(int all, int perInstance) {
    ProcessWorkers opened =
        new ProcessWorkers(folder, call(), new Slots(all, perInstance), InstantSource.system());
    opened.listen(told::add);
    opened.start();
    return opened;
  }

  WorkerCall call() {
    return new WorkerCall(List.of(temporary.resolve("dbops").toString()), List.of());
  }

  ProcessHandle process(String id) {
    return new WorkFolder(folder.resolve(id)).worker().orElseThrow().process().orElseThrow();
  }

  ProcessHandle program(String id) throws IOException {
    String pid = Files.readString(folder.resolve(id).resolve("program")).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  static boolean hasSaidSomething(WorkState state) {
    return state instanceof WorkState.Running(WorkProgress progress) && progress.plainBytes() == 7;
  }

  /** Looks again each time when something is told. */
  WorkState until(String id, Predicate<WorkState> condition) throws InterruptedException {
    WorkState state = workers.state(id);
    while (!condition.test(state)) {
      assertThat(told.poll(30, TimeUnit.SECONDS)).as("after %s", state).isNotNull();
      state = workers.state(id);
    }
    return state;
  }
}
