package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.stores.VolumePlace;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups and restores that are cut off while their bytes flow. */
@ExtendWith(SceneExtension.class)
class BackupInterruptionIT {
  private static final String BACKUP = "databasebackup/once";
  private static final String RESTORE = "databaserestore/again";
  private static final Duration SHORT = Duration.ofSeconds(10);

  /** Of about six that the copy has. */
  private static final long SOME_BYTES = 500_000;

  private final Scene scene;
  private final Kubectl kubectl;
  private final Shop shop;
  private final VolumePlace volume;
  private final Copies copies;
  private final Forwarder wire;

  BackupInterruptionIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.shop = new Shop(scene);
    this.volume = new VolumePlace(scene.operator().volumes(), scene.namespace());
    this.copies = new Copies(scene, volume);
    this.wire = Forwarder.to(scene.server().port());
  }

  @BeforeEach
  void aShopBehindASlowWire() {
    scene.instance(scene.server().host(), wire.port());
    shop.furnish();
    shop.owner()
        .execute(
            shop.name(),
            "CREATE TABLE ballast AS SELECT i, (SELECT string_agg(md5(i || '.' || j), '') FROM"
                + " generate_series(1, 32) j) FROM generate_series(1, 6000) i");
    copies.secrets();
    wire.slow(true);
  }

  @AfterEach
  void theWireIsGone() {
    wire.close();
  }

  @Test
  void oneThatIsDeletedLeavesNothing() {
    ProcessHandle worker = underWay();

    kubectl.deleteAndWait(BACKUP);

    assertThat(worker.isAlive()).isFalse();
    assertThat(copies.stored()).isEmpty();
    assertThat(volume.uploading()).isZero();
    assertThat(shop.passingLogins()).isEmpty();
  }

  @Test
  void aKilledOperatorsWorkersGoOnAndTheNextOperatorFindsThem() {
    ProcessHandle dumping = underWay();
    restartAmid(BACKUP, dumping);
    copies.completed(BACKUP);
    String path = copies.path("once");
    assertThat(copies.stored()).containsExactlyInAnyOrder(path, path + ".key", path + ".manifest");
    assertThat(volume.uploading()).isZero();

    String copy = scene.name("copy");
    copies.restore("again", "backupRef: {name: once}", Shop.as(copy));
    await("rows come in", this::rowsComeIn);
    restartAmid(RESTORE, worker(RESTORE));
    wire.slow(false);
    copies.completed(RESTORE);

    assertThat(shop.orders(copy)).containsExactly(Shop.TRUE);
    assertThat(scene.server().superuser().query(copy, "SELECT count(*) FROM ballast"))
        .containsExactly("6000");
    assertThat(shop.databases()).containsOnly(shop.name(), copy);
    assertThat(shop.passingLogins()).isEmpty();
    assertThat(starts(BACKUP)).containsExactly("Started 1");
    assertThat(starts(RESTORE)).containsExactly("Started 1");
  }

  @Test
  void aWorkerThatIsKilledWithItsOperatorHasMadeNoBackup() {
    ProcessHandle worker = underWay();
    List<ProcessHandle> programs = worker.descendants().toList();
    scene.operator().kill9();
    worker.destroyForcibly();
    programs.forEach(ProcessHandle::destroyForcibly);
    scene.operator().start();

    assertThat(copies.failed(BACKUP)).contains("worker");
    await("nothing is left to clear", () -> kubectl.get(BACKUP, "{.status.step}").isEmpty());
    assertThat(copies.stored()).isEmpty();
    assertThat(volume.uploading()).isZero();
    assertThat(shop.passingLogins()).isEmpty();
  }

  /** One that waits for a lock notices neither its worker's end nor the operator's. */
  @Test
  void theProgramOfAWorkerThatIsKilledWithItsOperatorIsEndedByTheNext() throws Exception {
    try (AutoCloseable _ =
        shop.owner().hold(shop.name(), "LOCK TABLE ballast IN ACCESS EXCLUSIVE MODE")) {
      copies.begin("once");
      await("the program waits for the lock", this::waitsForTheLock);
      ProcessHandle worker = worker(BACKUP);
      List<ProcessHandle> programs = worker.descendants().toList();
      assertThat(programs).isNotEmpty();
      scene.operator().kill9();
      worker.destroyForcibly();
      worker.onExit().join();
      // from here on nothing ends it but a kill that nobody can refuse: no end of a session either
      programs.forEach(BackupInterruptionIT::stop);
      scene.operator().start();

      assertThat(copies.failed(BACKUP)).contains("worker");
      await("the programs end", () -> programs.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private boolean waitsForTheLock() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            "SELECT count(*) FROM pg_stat_activity WHERE datname = '"
                + shop.name()
                + "' AND wait_event_type = 'Lock' AND query ~ '^LOCK TABLE'")
        .equals(List.of("1"));
  }

  private static void stop(ProcessHandle process) {
    Command.run(SHORT, "", List.of("kill", "-STOP", Long.toString(process.pid()))).must();
  }

  /** Begins a backup; returns when a good part of it is in the volume. */
  private ProcessHandle underWay() {
    copies.begin("once");
    await("bytes come in", () -> volume.uploading() > SOME_BYTES);
    return worker(BACKUP);
  }

  private ProcessHandle worker(String object) {
    return scene.operator().worker(kubectl.get(object, "{.metadata.uid}")).orElseThrow();
  }

  private void restartAmid(String object, ProcessHandle worker) {
    scene.operator().kill9();
    assertThat(worker.isAlive()).as("goes on without an operator").isTrue();
    scene.operator().start();
    assertThat(worker(object)).as("the worker that the operator knows").isEqualTo(worker);
    assertThat(kubectl.get(object, "{.status.phase}")).isEqualTo("Running");
  }

  private boolean rowsComeIn() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            "SELECT count(*) FROM pg_stat_activity WHERE datname ~ '^_dbops_r' AND query ~"
                + " '^COPY.*ballast'")
        .equals(List.of("1"));
  }

  /** What was told of work that was begun for it, with how often. */
  private List<String> starts(String object) {
    String name = object.substring(object.indexOf('/') + 1);
    return kubectl
        .fields("event", "{.reason} {.count}", "--field-selector", "involvedObject.name=" + name)
        .stream()
        .filter(event -> event.startsWith("Started"))
        .toList();
  }

  private void await(String what, BooleanSupplier condition) {
    Await.until(what, Copies.WORK, condition, () -> kubectl.show(BACKUP));
  }
}
