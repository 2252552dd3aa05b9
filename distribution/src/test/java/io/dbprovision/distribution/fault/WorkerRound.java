package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.core.backup.work.DumpWork;
import io.dbprovision.core.backup.work.ProcessWorkers;
import io.dbprovision.core.backup.work.Slots;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.WorkTerms;
import io.dbprovision.core.backup.work.WorkerCall;
import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.fault.FaultKind.Lane;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One backup by the program {@code dbops worker}, as the operator starts it, and one fault. What
 * the operator does before and after it, the test does: login, clean-up, and the login's end.
 */
public final class WorkerRound {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofSeconds(25);
  private static final Duration ENDS = Duration.ofMinutes(3);
  private static final List<String> FORMATS =
      List.of("custom", "custom", "plain", "directory", "tar");
  private static final int ONE_IN_VOLUME = 5;

  private final FaultLab lab;
  private final Plan plan;
  private final Random random;
  private final String id;
  private final Path folder;
  private final Section block;
  private final StreamOptions options;
  private final boolean onVolume;

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
    this.block = block(kind == FaultKind.SCRATCH_FULL ? "directory" : any(FORMATS));
    this.options =
        new StreamOptions(
            any(List.of(Compression.values())), 1, random.nextBoolean() ? key() : null);
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
    List<SmallDisk> disks = new ArrayList<>();
    CopyScope scope = new CopyScope(id, Shop.DATABASE, Shop.OWNER, block, Instant.now().plus(LONG));
    Credentials login = admit(scope);
    Path works = folder.resolve("works");
    long small = 64 * 1024 + random.nextLong(lab.shop().bytes() * 5 / 4);
    if (plan.kind() == FaultKind.SCRATCH_FULL) {
      disks.add(SmallDisk.at(works, small));
    }
    if (plan.kind() == FaultKind.VOLUME_FULL) {
      disks.add(SmallDisk.at(volume(), small));
    }
    if (onVolume) {
      Files.createDirectories(volume());
    }
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    ProcessWorkers workers = workers(works);
    workers.listen(told::add);
    workers.start();
    try (Faults faults =
        new Faults(lab, plan.kind(), random, workers, id, works, login.username(), onVolume)) {
      Place place =
          onVolume ? FaultLab.onVolume(volume()) : lab.inBucket(id, faults.storeEndpoint());
      BackupHeader header =
          new BackupHeader(
              id, FaultLab.ENGINE.value(), Shop.DATABASE, lab.dumps().format(block).name());
      DumpWork work =
          new DumpWork(
              id,
              lab.endpoint(faults.databasePort(), login, Shop.DATABASE),
              Shop.DATABASE,
              block,
              place.worker(),
              place.path(),
              header,
              options);
      workers.start(work, terms());
      WorkState state = end(workers, told);
      faults.end();
      Aftermath after = new Aftermath(lab, plan, place, header, options.key(), login, works);
      after.look(state, faults.struckBy(state));
      dismiss(scope);
      after.lookForLogin();
      return after.result(state, faults.struckBy(state), faults.where());
    } finally {
      workers.forget(id);
      workers.stop(Duration.ZERO);
      dismiss(scope);
      disks.forEach(SmallDisk::close);
    }
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

  private static ProcessWorkers workers(Path works) {
    return new ProcessWorkers(
        works,
        new WorkerCall(
            List.of(Repo.home().resolve("bin/dbops").toString()),
            List.of("--tools-dir", Shop.CLIENTS.toString())),
        new Slots(1, 1),
        InstantSource.system());
  }

  private WorkTerms terms() {
    Duration deadline = plan.kind().lane() == Lane.SLOW ? SHORT : LONG;
    return new WorkTerms(id, "faults", null, "", deadline, 0, Map.of());
  }

  private WorkState end(ProcessWorkers workers, BlockingQueue<String> told)
      throws InterruptedException {
    long end = System.nanoTime() + ENDS.toNanos();
    WorkState state = workers.state(id);
    while (!state.isOver() && System.nanoTime() < end) {
      String _ = told.poll(1, TimeUnit.SECONDS);
      state = workers.state(id);
    }
    return state;
  }
}
