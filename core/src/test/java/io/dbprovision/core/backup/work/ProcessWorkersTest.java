package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes; a shell script stands for the worker, so that a test says what it does. */
@Timeout(60)
class ProcessWorkersTest extends ProcessWorkersScene {
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
    until("one", ProcessWorkersScene::hasSaidSomething);

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
    until("one", ProcessWorkersScene::hasSaidSomething);

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
  void theProgramsOfAWorkerThatIsKilledEndWithItAndNobodyElses() throws Exception {
    workers(PROGRAM + FOREVER, 4, 2);
    workers.start(Works.dump("one"), Works.terms("i"));
    workers.start(Works.dump("two"), Works.terms("j"));
    until("one", ProcessWorkersScene::hasSaidSomething);
    until("two", ProcessWorkersScene::hasSaidSomething);
    ProcessHandle program = program("one");
    ProcessHandle others = program("two");

    process("one").destroyForcibly();

    program.onExit().get(20, TimeUnit.SECONDS);
    until("one", WorkState::isOver);
    assertThat(others.isAlive()).isTrue();
    workers.forget("two");
    others.onExit().get(20, TimeUnit.SECONDS);
  }

  @Test
  void theProgramsOfAWorkerThatWasKilledWhileNoOperatorWasThereEndWithTheNext() throws Exception {
    workers(PROGRAM + FOREVER, 4, 2);
    workers.start(Works.dump("one"), Works.terms("i"));
    until("one", ProcessWorkersScene::hasSaidSomething);
    ProcessHandle worker = process("one");
    ProcessHandle program = program("one");
    workers.stop(Duration.ZERO);
    // to the next operator it is gone; the one before, in this process, hears nothing of that
    Path record = folder.resolve("one/worker.json");
    Files.writeString(record, Files.readString(record).replaceFirst("\"pid\":\\d+", "\"pid\":0"));
    assertThat(program.isAlive()).isTrue();

    workers = open(4, 2);

    assertThat(workers.state("one")).isInstanceOf(WorkState.Failed.class);
    program.onExit().get(20, TimeUnit.SECONDS);
    worker.onExit().get(20, TimeUnit.SECONDS);
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
    until("one", ProcessWorkersScene::hasSaidSomething);
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
    until("one", ProcessWorkersScene::hasSaidSomething);
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
            "s",
            WorkMark.fresh()));
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
    until("one", ProcessWorkersScene::hasSaidSomething);
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
    until("one", ProcessWorkersScene::hasSaidSomething);
    ProcessHandle first = process("one");

    workers.forget("one");
    assertThat(workers.state("one")).isEqualTo(new WorkState.Absent());
    workers.start(Works.dump("one"), Works.terms("i"));

    until("one", WorkState.Running.class::isInstance);
    assertThat(first.isAlive()).isFalse();
    assertThat(process("one").pid()).isNotEqualTo(first.pid());
  }
}
