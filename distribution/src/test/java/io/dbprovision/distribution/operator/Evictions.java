package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.Repo;
import io.dbprovision.testservers.ClientPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A node with one pod at a time: it does what the Job's container is asked for with the assembled
 * program, and evicts the pod in the midst of it.
 */
final class Evictions {
  private static final Duration POD = Duration.ofMinutes(5);
  private static final int KILLED = 137;

  private final Kubectl kubectl;
  private final Path folder;

  /**
   * @param kubectl of the operator's namespace: there its Jobs are
   */
  Evictions(Kubectl kubectl, Path folder) {
    this.kubectl = kubectl;
    this.folder = folder;
  }

  /**
   * Runs the pod of a work.
   *
   * @param kills whether it ends at once, without a word
   * @return whether it was still at work when it was evicted
   */
  boolean run(String uid, Duration lifetime, boolean kills)
      throws IOException, InterruptedException {
    String label = "dbops.dbprovision.io/work=" + uid;
    Await.seldom(
        "the Job's pod",
        POD,
        () -> !kubectl.fields("pod", "{.metadata.name}", "-l", label).isEmpty(),
        kubectl::everything);
    String pod = "pod/" + kubectl.fields("pod", "{.metadata.name}", "-l", label).getFirst();
    kubectl.patchStatus(
        pod,
        """
        {"status": {"phase": "Running", "startTime": "2030-01-01T00:00:00Z",
          "conditions": [{"type": "PodScheduled", "status": "True"}],
          "containerStatuses": [{"name": "worker", "ready": true, "restartCount": 0, "image": "x",
            "imageID": "x", "state": {"running": {"startedAt": "2030-01-01T00:00:00Z"}}}]}}
        """);
    Path own = Files.createDirectories(folder.resolve(uid));
    Path outcome = own.resolve("outcome");
    Process worker = start(own, order(uid, own), outcome);
    boolean evicted = !worker.waitFor(lifetime.toMillis(), TimeUnit.MILLISECONDS);
    if (evicted) {
      if (kills) {
        worker.descendants().forEach(ProcessHandle::destroyForcibly);
        worker.destroyForcibly();
      } else {
        worker.destroy();
      }
      worker.waitFor();
    }
    String said = Files.exists(outcome) ? Files.readString(outcome) : "";
    kubectl.patchStatus(pod, ended(evicted, kills ? KILLED : worker.exitValue(), said));
    return evicted;
  }

  private Path order(String uid, Path own) throws IOException {
    String data = kubectl.get("secret/dbops-work-" + uid, "{.data.order\\.json}");
    Path order =
        Files.createFile(
            own.resolve("order.json"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.write(order, Base64.getDecoder().decode(data));
  }

  private static Process start(Path own, Path order, Path outcome) throws IOException {
    return new ProcessBuilder(
            List.of(
                Repo.home().resolve("bin/dbops").toString(),
                "worker",
                "--work",
                order.toString(),
                "--result",
                outcome.toString(),
                "--scratch",
                Files.createDirectories(own.resolve("scratch")).toString(),
                "--tools-dir",
                ClientPrograms.folder("pg-clients").toString()))
        .redirectOutput(own.resolve("out").toFile())
        .redirectError(own.resolve("err").toFile())
        .start();
  }

  private static String ended(boolean evicted, int status, String said) {
    String message = said.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    String phase = evicted || status != 0 ? "Failed" : "Succeeded";
    String reason =
        evicted ? "\"reason\": \"Evicted\", \"message\": \"the node was low on disk\"," : "";
    return """
    {"status": {"phase": "%s", %s "containerStatuses": [{"name": "worker", "ready": false,
      "restartCount": 0, "image": "x", "imageID": "x", "state": {"terminated": {
        "exitCode": %d, "reason": "%s", "message": "%s"}}}]}}
    """
        .formatted(phase, reason, status, status == 0 ? "Completed" : "Error", message);
  }
}
