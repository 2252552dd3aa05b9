package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes; a shell script stands for the worker, so that a test says what it does. */
@Timeout(60)
class ProcessWorkersTest {
  private static final String PROGRESS =
      OutcomeJson.progress(new WorkProgress("copying", 7, 5, 1, -1, -1, Instant.EPOCH));
  private static final String RESULT =
      OutcomeJson.done(
          new WorkResult(
              Instant.EPOCH,
              Instant.EPOCH,
              7,
              5,
              "sha256:abc",
              "lines",
              "tool",
              "1",
              -1,
              Match.NOT_ASKED,
              List.of(),
              0));

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

  private static final String FOREVER = "echo '" + PROGRESS + "'\nwhile :; do sleep 1; done\n";
  private static final String DONE =
      "echo '%s'\nprintf '%%s' '%s' > \"$result\"\n".formatted(PROGRESS, RESULT);

  @TempDir Path temporary;
  private Path folder;
  private ProcessWorkers workers;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void begin() {
    folder = temporary.resolve("work");
    workers = open(4, 2);
  }

  @AfterEach
  void end() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      all.map(WorkFolder::new)
          .flatMap(work -> work.worker().stream())
          .flatMap(worker -> worker.process().stream())
          .forEach(
              process -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
              });
    }
    workers.stop(Duration.ZERO);
  }

  @Test
  void aWorkIsDoneInAProcessThatGetsItThroughAPipe() throws Exception {
    workers("cp \"$scratch/order\" '" + temporary + "/seen'\n" + DONE, 4, 2);

    workers.start(Works.dump("one"), Works.terms("i"));

    assertThat(until("one", WorkState::isOver))
        .isEqualTo(OutcomeJson.outcome(RESULT).orElseThrow());
    assertThat(OrderJson.read(Files.readAllBytes(temporary.resolve("seen"))).work())
        .isEqualTo(Works.dump("one"));
    assertThat(folder.resolve("one/scratch")).as("what held secrets").doesNotExist();
  }

  @Test
  void theFolderIsClosedToOthersAndHoldsNoSecret() throws Exception {
    workers(FOREVER, 4, 2);
    workers.start(Works.dump("one"), Works.terms("i"));
    until("one", ProcessWorkersTest::hasSaidSomething);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals("order")) {
          assertThat(Files.readString(file)).as(file.toString()).doesNotContain("s3cret");
        }
      }
    }
  }

  @Test
  void aSecondStartOfTheSameWorkStartsNothing() throws Exception {
    workers("echo x >> '" + temporary + "/starts'\n" + DONE, 4, 2);
    workers.start(Works.dump("one"), Works.terms("i"));
    workers.start(Works.dump("one"), Works.terms("i"));
    until("one", WorkState::isOver);
    workers.start(Works.dump("one"), Works.terms("i"));

    assertThat(Files.readAllLines(temporary.resolve("starts"))).hasSize(1);
  }

  @Test
  void aWorkerThatIsKilledHasFailedAndMayBeTriedAgain() throws Exception {
    workers(FOREVER, 4, 2);
    workers.start(Works.dump("one"), Works.terms("i"));
    until("one", ProcessWorkersTest::hasSaidSomething);

    process("one").destroyForcibly();

    assertThat(until("one", WorkState::isOver))
        .isInstanceOfSatisfying(
            WorkState.Failed.class,
            failed -> {
              assertThat(failed.again()).isTrue();
              assertThat(failed.message()).contains("ended without an outcome");
            });
    workers.forget("one");
    assertThat(workers.state("one")).isEqualTo(new WorkState.Absent());
  }

  @Test
  void garbageInPlaceOfAnOutcomeIsAFailure() throws Exception {
    workers("printf '{\"state\":\"done\",\"plain' > \"$result\"\n", 4, 2);
    workers.start(Works.dump("one"), Works.terms("i"));

    assertThat(until("one", WorkState::isOver)).isInstanceOf(WorkState.Failed.class);
  }

  @Test
  void aCancelledWorkEndsAndSaysSo() throws Exception {
    workers(FOREVER, 4, 2);
    workers.start(Works.dump("one"), Works.terms("i"));
    until("one", ProcessWorkersTest::hasSaidSomething);
    ProcessHandle process = process("one");

    workers.cancel("one");

    assertThat(until("one", WorkState::isOver)).isEqualTo(Outcomes.cancelled());
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void anOperatorThatIsStartedAgainFindsTheWorkThatGoesOn() throws Exception {
    workers(
        "echo '"
            + PROGRESS
            + "'\nwhile [ ! -e '"
            + temporary
            + "/go' ]; do sleep 0.1; done\n"
            + DONE,
        4,
        2);
    workers.start(Works.dump("one"), Works.terms("i"));
    until("one", ProcessWorkersTest::hasSaidSomething);
    workers.stop(Duration.ZERO);

    // another one, that is not the parent of anything
    workers = open(4, 2);
    assertThat(workers.state("one")).isInstanceOf(WorkState.Running.class);
    Files.createFile(temporary.resolve("go"));

    assertThat(until("one", WorkState::isOver)).isInstanceOf(WorkState.Done.class);
  }

  @Test
  void aWorkThatEndedWhileNoOperatorWasThereIsFoundAsItEnded() throws Exception {
    workers(DONE, 4, 2);
    workers.start(Works.dump("one"), Works.terms("i"));
    until("one", WorkState::isOver);
    workers.stop(Duration.ZERO);
    Files.createDirectories(folder.resolve("two"));

    workers = open(4, 2);

    assertThat(workers.state("one")).isInstanceOf(WorkState.Done.class);
    assertThat(workers.state("two"))
        .as("an operator was killed before it started it")
        .isInstanceOf(WorkState.Failed.class);
  }

  @Test
  void aPidThatIsAnotherProcessByNowIsNotTheWorker() throws Exception {
    workers(DONE, 4, 2);
    WorkFolder stale = new WorkFolder(folder.resolve("old"));
    stale.make();
    stale.record(
        new WorkerRecord(
            ProcessHandle.current().pid(),
            Instant.EPOCH,
            Instant.EPOCH,
            Duration.ofHours(1),
            "i",
            "s"));
    workers.stop(Duration.ZERO);

    workers = open(4, 2);

    assertThat(workers.state("old")).isInstanceOf(WorkState.Failed.class);
  }

  @Test
  void aWorkerThatIgnoresItsDeadlineIsKilled() throws Exception {
    workers("trap '' TERM\n" + FOREVER, 4, 2);
    WorkTerms past = new WorkTerms("s", "n", null, "i", Duration.ofSeconds(1), 0, Map.of());
    InstantSource later = () -> Instant.now().plusSeconds(300);
    workers.start(Works.dump("one"), past);
    until("one", ProcessWorkersTest::hasSaidSomething);
    ProcessHandle process = process("one");
    workers.stop(Duration.ZERO);

    workers = new ProcessWorkers(folder, call(), new Slots(4, 2), later);
    workers.listen(told::add);
    assertThat(workers.state("one")).isInstanceOf(WorkState.Running.class);
    workers.start();

    assertThat(until("one", WorkState::isOver))
        .isInstanceOfSatisfying(
            WorkState.Failed.class,
            failed -> assertThat(failed.kind()).isEqualTo(ErrorKind.TIMEOUT));
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void noMoreRunAtOnceThanTheLimitsAllow() throws Exception {
    workers(FOREVER, 3, 1);
    workers.start(Works.dump("a1"), Works.terms("a"));
    workers.start(Works.dump("a2"), Works.terms("a"));
    workers.start(Works.dump("b1"), Works.terms("b"));
    workers.start(Works.dump("c1"), Works.terms("c"));
    workers.start(Works.dump("d1"), Works.terms("d"));

    assertThat(workers.state("a2"))
        .isInstanceOfSatisfying(
            WorkState.Waiting.class,
            waiting -> assertThat(waiting.why()).contains("--max-workers"));
    assertThat(workers.state("b1")).isInstanceOf(WorkState.Running.class);
    assertThat(workers.state("d1")).isInstanceOf(WorkState.Waiting.class);

    workers.cancel("a1");
    until("a2", WorkState.Running.class::isInstance);
    assertThat(workers.state("d1")).as("a2 came first").isInstanceOf(WorkState.Waiting.class);
    workers.cancel("d1");
    assertThat(workers.state("d1")).isEqualTo(Outcomes.cancelled());
  }

  @Test
  void aWorkThatIsForgottenWhileItRunsIsEndedAndCanBeStartedAnew() throws Exception {
    workers(FOREVER, 4, 2);
    workers.start(Works.dump("one"), Works.terms("i"));
    until("one", ProcessWorkersTest::hasSaidSomething);
    ProcessHandle first = process("one");

    workers.forget("one");
    assertThat(workers.state("one")).isEqualTo(new WorkState.Absent());
    workers.start(Works.dump("one"), Works.terms("i"));

    until("one", WorkState.Running.class::isInstance);
    assertThat(first.isAlive()).isFalse();
    assertThat(process("one").pid()).isNotEqualTo(first.pid());
  }

  private void workers(String script, int all, int perInstance) throws IOException {
    Path program = temporary.resolve("dbops");
    Files.writeString(program, HEAD + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    workers.stop(Duration.ZERO);
    workers = open(all, perInstance);
  }

  private ProcessWorkers open(int all, int perInstance) {
    ProcessWorkers opened =
        new ProcessWorkers(folder, call(), new Slots(all, perInstance), InstantSource.system());
    opened.listen(told::add);
    opened.start();
    return opened;
  }

  private WorkerCall call() {
    return new WorkerCall(temporary.resolve("dbops"), List.of());
  }

  private ProcessHandle process(String id) {
    return new WorkFolder(folder.resolve(id)).worker().orElseThrow().process().orElseThrow();
  }

  private static boolean hasSaidSomething(WorkState state) {
    return state instanceof WorkState.Running(WorkProgress progress) && progress.plainBytes() == 7;
  }

  /** Looks again each time when something is told. */
  private WorkState until(String id, Predicate<WorkState> condition) throws InterruptedException {
    WorkState state = workers.state(id);
    while (!condition.test(state)) {
      assertThat(told.poll(30, TimeUnit.SECONDS)).as("after %s", state).isNotNull();
      state = workers.state(id);
    }
    return state;
  }
}
