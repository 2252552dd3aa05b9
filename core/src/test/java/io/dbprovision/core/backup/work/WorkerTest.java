package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.ForeignEncryption;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.testkit.memory.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a worker does, without plugins: what is guarded is tested with the guard. */
@Timeout(60)
class WorkerTest extends WorkerScene {
  @ParameterizedTest
  @EnumSource(Compression.class)
  void whatIsBackedUpIsRestoredAsItWas(Compression compression) {
    WorkResult dumped = run(dump(compression, Works.KEY));
    assertThat(dumped.copied().plainBytes()).isPositive();
    assertThat(dumped.copied().checksum()).startsWith("sha256:");
    assertThat(dumped.copied().tool()).isEqualTo("memory_dump 1.0");
    assertThat(dumped.copied().format()).isEqualTo("lines");
    assertThat(bucket.openUploads()).isZero();

    RestoreSpec spec = RestoreSpec.builder("r1", "copy", later()).build();
    WorkResult loaded = again(load(spec, Works.KEY, true));
    complete(spec);

    assertThat(loaded.match()).isEqualTo(Match.SAME);
    assertThat(loaded.tables()).isEqualTo(2);
    assertThat(loaded.copied().plainBytes()).isEqualTo(dumped.copied().plainBytes());
    assertThat(server.tables().get("copy")).isEqualTo(TABLES);
    assertThat(again(verify(Works.KEY)).copied().checksum()).isEqualTo(dumped.copied().checksum());
  }

  @Test
  void progressIsToldAndNothingStaysInTheScratchFolder() throws IOException {
    Worker here =
        new Worker(
            new Tools(),
            InstantSource.system(),
            new SecureRandom(),
            List.of(),
            scratch,
            progress::add);

    here.run(new WorkOrder(dump(Compression.NONE, null), Duration.ofMinutes(1)));

    assertThat(progress).isNotEmpty();
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aToolThatFailsInTheMiddleLeavesNoBackupAndNoUpload() {
    server.fail(Operation.DUMP, ErrorKind.INTERNAL);

    assertThat(failure(dump(Compression.ZSTD, Works.KEY)).kind()).isEqualTo(ErrorKind.INTERNAL);

    assertThat(bucket.contents()).isEmpty();
    assertThat(bucket.openUploads()).isZero();
  }

  @Test
  void aCancelledDumpEndsTheToolAndAbortsTheUpload() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    server.intercept(
        operation -> {
          if (operation == Operation.DUMP && begun.getCount() == 0) {
            await(never);
          }
          if (operation == Operation.DUMP) {
            begun.countDown();
          }
        });
    EngineException why = EngineException.of(ErrorKind.INTERNAL, "somebody cancelled it");
    Thread.ofVirtual()
        .start(
            () -> {
              await(begun);
              worker.cancel(why);
            });

    assertThatThrownBy(
            () -> worker.run(new WorkOrder(dump(Compression.ZSTD, null), Duration.ofMinutes(5))))
        .isSameAs(why);

    assertThat(bucket.contents()).isEmpty();
    assertThat(bucket.openUploads()).isZero();
    assertThat(Thread.interrupted()).as("the thread is free again").isFalse();
  }

  @Test
  void aDumpThatTakesLongerThanItsDeadlineFailsAndSaysSo() {
    CountDownLatch never = new CountDownLatch(1);
    server.intercept(
        operation -> {
          if (operation == Operation.DUMP) {
            await(never);
          }
        });

    EngineException failure =
        catchThrowableOfType(
            EngineException.class,
            () -> worker.run(new WorkOrder(dump(Compression.NONE, null), Duration.ofMillis(200))));

    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(failure).hasMessageContaining("deadline");
    assertThat(bucket.contents()).isEmpty();
  }

  @Test
  void aSecondWorkerOfTheSameDumpSeesThatItIsDone() {
    DumpWork work = dump(Compression.GZIP, Works.KEY);
    WorkResult first = run(work);
    server.fail(Operation.DUMP, ErrorKind.INTERNAL);

    WorkResult second = again(work);

    assertThat(second.copied().checksum()).isEqualTo(first.copied().checksum());
    assertThat(second.copied().plainBytes()).isEqualTo(first.copied().plainBytes());
  }

  @Test
  void aPathThatSomebodyElseHasIsAConflict() {
    bucket.put(PATH, new byte[] {1}, Instant.EPOCH);

    assertThat(failure(dump(Compression.NONE, null)).kind()).isEqualTo(ErrorKind.CONFLICT);

    assertThat(bucket.get(PATH)).contains(new byte[] {1});
  }

  @Test
  void aDamagedBackupReachesNoServer() {
    run(dump(Compression.ZSTD, Works.KEY));
    byte[] bytes = bucket.get(PATH).orElseThrow();
    bytes[bytes.length / 2] ^= 1;
    bucket.put(PATH, bytes, Instant.EPOCH);
    RestoreSpec spec = RestoreSpec.builder("r1", "copy", later()).build();
    LoadWork load = load(spec, Works.KEY, true);
    long before = server.calls(Operation.OPEN);

    EngineException failure = failureOf(load);

    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(server.calls(Operation.OPEN)).isEqualTo(before);
    assertThat(failureOf(verify(Works.KEY)).kind()).isEqualTo(ErrorKind.INVALID);
  }

  @Test
  void aFileOfAnEarlierOperatorIsReadToItsEndBeforeAServerSeesIt() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(file)) {
      out.write("table public.t\nrow 1\nend\n".getBytes(StandardCharsets.US_ASCII));
    }
    byte[] whole = file.toByteArray();
    RestoreSpec spec = RestoreSpec.builder("r1", "copy", later()).build();
    LoadWork load = load(spec, null, true);
    LoadWork foreign =
        new LoadWork(
            "f1",
            load.server(),
            load.database(),
            load.block(),
            load.store(),
            new LoadSource.Foreign(
                "old.sql.gz", "", Compression.GZIP, ForeignEncryption.NONE, null, false),
            true);
    bucket.put("old.sql.gz", Arrays.copyOf(whole, whole.length - 4), Instant.EPOCH);
    long before = server.calls(Operation.OPEN);
    assertThat(failureOf(foreign).kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(server.calls(Operation.OPEN)).as("cut").isEqualTo(before);

    bucket.put("old.sql.gz", whole, Instant.EPOCH);
    WorkResult result = again(foreign);
    complete(spec);

    assertThat(result.match()).isEqualTo(Match.UNKNOWN);
    assertThat(result.copied().storedBytes()).isEqualTo(whole.length);
    assertThat(server.tables().get("copy")).isEqualTo(Map.of("public.t", List.of("1")));
  }

  @Test
  void aClientProgramThatStopsReadingSaysWhyItself() {
    run(dump(Compression.NONE, null));
    RestoreSpec spec = RestoreSpec.builder("r1", "copy", later()).build();
    LoadWork load = load(spec, null, false);
    CountDownLatch begun = new CountDownLatch(1);
    server.intercept(
        operation -> {
          if (operation == Operation.LOAD && begun.getCount() == 0) {
            throw EngineException.of(ErrorKind.EXHAUSTED, "the disk is full");
          }
          if (operation == Operation.LOAD) {
            begun.countDown();
          }
        });

    EngineException failure = failureOf(load);

    assertThat(failure.kind()).isEqualTo(ErrorKind.EXHAUSTED);
    assertThat(failure).hasMessage("the disk is full");
  }

  @Test
  void aRestoredDatabaseThatHoldsSomethingElseIsAFailureThatNamesIt() {
    run(dump(Compression.NONE, null));
    RestoreSpec spec = RestoreSpec.builder("r1", "copy", later()).build();
    LoadWork load = load(spec, null, true);
    server.intercept(
        operation -> {
          if (operation == Operation.CONTENTS) {
            server
                .tables()
                .put(load.database(), new TreeMap<>(Map.of("public.users", List.of("a", "b"))));
          }
        });

    EngineException failure = failureOf(load);

    assertThat(failure)
        .hasMessageContaining("table public.orders is missing")
        .hasMessageContaining("table public.users has 2 rows instead of 1");
  }
}
