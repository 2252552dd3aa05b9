package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.core.backup.work.DumpWork;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.distribution.fault.FaultKind.Lane;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One backup by the worker and one fault. What the operator does before and after it, the test
 * does: login, clean-up, and the login's end.
 */
public final class WorkerRound {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofSeconds(25);
  private static final Duration ENDS = Duration.ofMinutes(8);
  private static final List<String> STREAMS = List.of("custom", "custom", "plain", "tar");
  private static final List<String> FORMATS =
      List.of("custom", "custom", "plain", "directory", "tar");
  private static final int ONE_IN_VOLUME = 5;

  /** A backup into a bucket has about as many. */
  private static final int CALLS = 20;

  private static final long SMALLEST_DISK = 64 * 1024;

  private final FaultLab lab;
  private final Plan plan;
  private final Random random;
  private final String id;
  private final Path folder;
  private final Section block;
  private final StreamOptions options;
  private final boolean onVolume;
  private final boolean byProgram;

  public WorkerRound(FaultLab lab, Plan plan) {
    this.lab = lab;
    this.plan = plan;
    this.random = plan.random();
    this.id = "round-" + plan.number();
    this.folder = lab.folder().resolve(id);
    FaultKind kind = plan.kind();
    this.onVolume =
        kind == FaultKind.VOLUME_FULL
            || (!Faults.ofStore(kind) && random.nextInt(ONE_IN_VOLUME) == 0);
    this.block =
        block(
            switch (kind) {
              case SCRATCH_FULL -> "directory";
              case PIPE_CUT -> any(STREAMS);
              default -> any(FORMATS);
            });
    this.options =
        new StreamOptions(
            any(List.of(Compression.values())), 1, random.nextBoolean() ? key() : null);
    this.byProgram = random.nextInt(1000) < kind.byProgram();
  }

  private <T> T any(List<T> choice) {
    return choice.get(random.nextInt(choice.size()));
  }

  private EncryptionKey key() {
    byte[] bytes = new byte[EncryptionKey.BYTES];
    random.nextBytes(bytes);
    return EncryptionKey.of(bytes);
  }

  private static Section block(String format) {
    Map<String, Object> values = new HashMap<>(Map.of("format", format));
    if (format.equals("directory")) {
      values.put("jobs", 2);
    }
    return Section.of("spec.postgres", values);
  }

  /** Runs it to its end and looks at what it left. */
  public RoundResult run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    CopyScope scope = new CopyScope(id, Shop.DATABASE, Shop.OWNER, block, Instant.now().plus(LONG));
    Credentials login = admit(scope);
    Path works = folder.resolve("works");
    List<SmallDisk> disks = disks(works);
    Optional<CutPipe> pipe =
        plan.kind() == FaultKind.PIPE_CUT
            ? Optional.of(CutPipe.after(folder.resolve("cut"), random.nextLong(lab.shop().bytes())))
            : Optional.empty();
    List<Path> tools =
        Stream.concat(pipe.stream().map(CutPipe::folder), Stream.of(Shop.CLIENTS)).toList();
    try (Attempt attempt =
            byProgram
                ? new ByProgram(id, works, tools)
                : new InThisProcess(lab.tools(), id, works, tools);
        Faults faults =
            new Faults(
                lab,
                plan.kind(),
                random,
                attempt,
                new Faults.Scope(byProgram, login.username(), onVolume ? 0 : CALLS, false))) {
      Place place =
          onVolume ? FaultLab.onVolume(volume()) : lab.inBucket(id, faults.storeEndpoint());
      DumpWork work = work(place, login, faults.databasePort());
      attempt.start(work, deadline());
      WorkState state = attempt.end(ENDS);
      faults.end();
      int struck = faults.struckBy(state) + (int) pipe.stream().filter(CutPipe::lost).count();
      Aftermath after = new Aftermath(lab, plan, place, work.header(), options.key(), login, works);
      after.look(state, struck);
      dismiss(scope);
      attempt.forget();
      after.lookForRemains();
      return after.result(
          state, struck, faults.where(), byProgram, Duration.ofNanos(System.nanoTime() - begin));
    } finally {
      dismiss(scope);
      disks.forEach(SmallDisk::close);
    }
  }

  private List<SmallDisk> disks(Path works) throws IOException {
    // of what is compressed about half is stored
    boolean small = onVolume && options.compression() != Compression.NONE;
    long bytes = lab.shop().bytes() / (small ? 2 : 1);
    long size = SMALLEST_DISK + random.nextLong(bytes);
    List<SmallDisk> disks = new ArrayList<>();
    if (plan.kind() == FaultKind.SCRATCH_FULL) {
      disks.add(SmallDisk.at(works, size));
    }
    if (plan.kind() == FaultKind.VOLUME_FULL) {
      disks.add(SmallDisk.at(volume(), size));
    }
    if (onVolume) {
      Files.createDirectories(volume());
    }
    return disks;
  }

  private DumpWork work(Place place, Credentials login, int port) {
    BackupHeader header =
        new BackupHeader(
            id, FaultLab.ENGINE.value(), Shop.DATABASE, lab.dumps().format(block).name());
    return new DumpWork(
        id,
        lab.endpoint(port, login, Shop.DATABASE),
        Shop.DATABASE,
        block,
        place.worker(),
        place.path(),
        header,
        options);
  }

  private Path volume() {
    return folder.resolve("volume");
  }

  /** The operator holds a lock while it does so. */
  private Credentials admit(CopyScope scope) {
    synchronized (lab) {
      return lab.dumps().admit(scope);
    }
  }

  private void dismiss(CopyScope scope) {
    synchronized (lab) {
      lab.dumps().dismiss(scope);
    }
  }

  /** A store that hangs once is waited for as long as a request may take. */
  private Duration deadline() {
    return plan.kind().lane() == Lane.SLOW && byProgram ? SHORT : LONG;
  }
}
