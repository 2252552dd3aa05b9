package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.fault.FaultKind;
import io.dbprovision.distribution.fault.FaultLab;
import io.dbprovision.distribution.fault.Plan;
import io.dbprovision.distribution.fault.RoundResult;
import io.dbprovision.distribution.fault.RoundResult.Flaw;
import io.dbprovision.distribution.fault.RoundResult.Wrong;
import io.dbprovision.distribution.fault.WorkerProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Rounds with a DatabaseBackup in a cluster and the operator that looks after it. One thread. */
final class OperatorRounds {
  /** Others may have the machine meanwhile. */
  private static final Duration WORK = Duration.ofMinutes(5);

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int LONGEST_MILLIS = 4000;
  private static final byte[] KEY = new byte[32];

  static {
    Arrays.fill(KEY, (byte) 42);
  }

  private final Scene scene;
  private final Kubectl kubectl;
  private final FaultLab lab;
  private final String owner;
  private final Path folder;
  private boolean withJobs;

  OperatorRounds(Scene scene, FaultLab lab, Path folder) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.lab = lab;
    this.folder = folder;
    this.owner = scene.name("owner");
  }

  /** A database in the cluster with the content that backups are compared with. */
  void prepare() throws SQLException {
    scene.instance();
    kubectl.apply(
        Manifests.user("owner", owner)
            + Manifests.database(
                "shop", scene.name("shop"), "owner: " + owner, "deletionProtection: false")
            + secrets());
    kubectl.awaitReady("database/shop");
    lab.fill(scene.name("shop"), owner);
  }

  RoundResult run(Plan plan) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    String name = "round-" + plan.number();
    String object = "databasebackup/" + name;
    Random random = plan.random();
    boolean jobs = plan.kind() == FaultKind.JOB_EVICTED;
    operator(jobs);
    kubectl.apply(backup(name));
    String uid = kubectl.get(object, "{.metadata.uid}");
    Duration moment = Duration.ofMillis(random.nextInt(LONGEST_MILLIS));
    boolean struck;
    if (jobs) {
      struck = new Evictions(works(), folder).run(uid, moment, random.nextBoolean());
    } else {
      LockSupport.parkNanos(moment.toNanos());
      boolean ended = plan.kind() == FaultKind.NODE_LOST && killWorkers();
      scene.operator().kill9();
      ended |= plan.kind() == FaultKind.NODE_LOST && killWorkers();
      struck = !isOver(object) && (ended || plan.kind() == FaultKind.OPERATOR_KILLED);
      scene.operator().start();
    }
    Await.seldom(object + " is over", WORK, () -> isOver(object), () -> kubectl.show(object));
    return after(plan, name, uid, struck, begin);
  }

  /** Where the operator's Jobs are. */
  private Kubectl works() {
    return scene.kubectlOf("default");
  }

  /** Leaves no operator to others that does what they do not expect. */
  void end() {
    if (withJobs) {
      scene.operator().stop();
    }
  }

  private void operator(boolean jobs) {
    if (jobs != withJobs) {
      scene.operator().stop();
      withJobs = jobs;
      if (jobs) {
        scene.operator().start("--worker=job", "--worker-image=example.com/dbops:1");
      } else {
        scene.operator().start();
      }
    }
  }

  private boolean isOver(String object) {
    return List.of("Completed", "Failed").contains(kubectl.get(object, "{.status.phase}"));
  }

  private RoundResult after(Plan plan, String name, String uid, boolean struck, long begin) {
    String object = "databasebackup/" + name;
    List<Wrong> wrong = new ArrayList<>();
    String[] said =
        kubectl
            .get(object, "{.status.backup.path}{'\\n'}{.status.phase}{'\\n'}{.status.message}")
            .split("\n", 3);
    boolean completed = said[1].equals("Completed");
    String message = said[2];
    if (completed) {
      String flaw = lab.flaw(said[0], KEY);
      if (!flaw.isEmpty()) {
        wrong.add(new Wrong(Flaw.FALSE_COMPLETED, flaw));
      }
    } else {
      if (!struck || !plan.kind().explains(message)) {
        wrong.add(new Wrong(Flaw.WRONG_FAILURE, "struck: " + struck + "; " + message));
      }
      if (!soon(() -> stored(name).isEmpty())) {
        wrong.add(new Wrong(Flaw.LEFT_OVER, "of a failed one: " + stored(name)));
      }
    }
    if (lab.tells(kubectl.yaml("databasebackup"))) {
      wrong.add(new Wrong(Flaw.WRONG_FAILURE, "a secret in the object"));
    }
    if (!soon(() -> lab.isClear(owner))) {
      wrong.add(new Wrong(Flaw.LEFT_OVER, "the login of the copy"));
    }
    kubectl.delete(object);
    Await.seldom(
        object + " is gone", WORK, () -> !kubectl.exists(object), () -> kubectl.show(object));
    if (!stored(name).isEmpty()) {
      wrong.add(new Wrong(Flaw.LEFT_OVER, "after the object is gone: " + stored(name)));
    }
    if (plan.kind() == FaultKind.JOB_EVICTED && !soon(() -> ofWork(uid).isEmpty())) {
      wrong.add(new Wrong(Flaw.LEFT_OVER, "in the cluster: " + ofWork(uid)));
    }
    return new RoundResult(
        plan,
        true,
        Duration.ofNanos(System.nanoTime() - begin),
        struck ? 1 : 0,
        List.of(),
        completed,
        message,
        wrong);
  }

  /** Jobs, their pods and the Secrets with their orders. */
  private List<String> ofWork(String uid) {
    return works()
        .fields(
            "job,pod,secret", "{.kind}/{.metadata.name}", "-l", "dbops.dbprovision.io/work=" + uid);
  }

  private static boolean soon(BooleanSupplier condition) {
    try {
      Await.seldom("", SOON, condition, () -> "");
      return true;
    } catch (AssertionError late) {
      return false;
    }
  }

  private List<String> stored(String round) {
    return lab.listing(scene.namespace()).stream()
        .filter(key -> key.contains("-" + round + "-"))
        .toList();
  }

  /** Those that the operator started; a killed operator's are nobody's children. */
  private static boolean killWorkers() throws IOException {
    Path works = Repo.work().resolve("works");
    if (!Files.exists(works)) {
      return false;
    }
    boolean killed = false;
    try (DirectoryStream<Path> each = Files.newDirectoryStream(works)) {
      for (Path work : each) {
        killed |= WorkerProcess.of(work).map(ProcessHandle::destroyForcibly).orElse(false);
      }
    }
    return killed;
  }

  private String secrets() {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: key}
    data: {key: %s}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: store}
    stringData: {AWS_ACCESS_KEY_ID: "%s", AWS_SECRET_ACCESS_KEY: "%s"}
    """
        .formatted(
            Base64.getEncoder().encodeToString(KEY),
            lab.bucket().accessKey(),
            lab.bucket().secretKey());
  }

  private String backup(String name) {
    return """
    ---
    apiVersion: dbops.dbprovision.io/v1alpha1
    kind: DatabaseBackup
    metadata: {name: %s}
    spec:
      databaseRef: {name: shop}
      compression: {algorithm: zstd, level: 1}
      encryption: {enabled: true, secretRef: {name: key, key: key}}
      storage:
        type: s3
        s3:
          bucket: %s
          region: %s
          endpoint: %s
          forcePathStyle: true
          prefix: %s
          secretRef: {name: store}
    """
        .formatted(
            name,
            lab.bucketName(),
            lab.bucket().region(),
            lab.bucket().endpoint(),
            scene.namespace());
  }
}
