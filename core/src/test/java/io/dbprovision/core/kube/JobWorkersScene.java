package io.dbprovision.core.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.backup.work.Copied;
import io.dbprovision.core.backup.work.JobSettings;
import io.dbprovision.core.backup.work.JobWorkers;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.Slots;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;

/**
 * Job workers over a real API server with the real controllers; the test stands for the kubelet.
 */
abstract class JobWorkersScene {
  static final WorkResult RESULT =
      new WorkResult(
          Instant.EPOCH,
          Instant.EPOCH,
          new Copied(7, 5, "sha256:abc", "lines", "tool", "1", List.of()),
          -1,
          Match.NOT_ASKED,
          0,
          null);

  final TestCluster cluster = TestCluster.shared();
  final String operator = "op-" + UUID.randomUUID();
  final String id = UUID.randomUUID().toString();
  final String job = "dbops-work-" + id;
  final Kube kube =
      new Kube(
          cluster.clients(),
          operator,
          Set.of(),
          16,
          (kind, operation) -> {},
          InstantSource.system());
  final List<JobWorkers> opened = new ArrayList<>();
  final JobWorkers workers = open(4);

  @AfterEach
  void close() {
    opened.forEach(each -> each.forget(id));
    opened.forEach(each -> each.stop(Duration.ZERO));
    kube.close();
  }

  JobWorkers open(int most) {
    JobWorkers fresh =
        new JobWorkers(
            kube.jobs(),
            new JobSettings(
                operator,
                null,
                "example.com/dbops:1",
                "",
                "512Mi",
                List.of("--plugins-dir", "/opt/dbops/plugins"),
                List.of(Path.of("/opt/dbops/plugins"))),
            new Slots(most, most));
    opened.add(fresh);
    fresh.start();
    return fresh;
  }

  WorkState until(Predicate<WorkState> condition) {
    return until(workers, id, condition);
  }

  static WorkState until(Workers looked, String work, Predicate<WorkState> condition) {
    Eventually.within(
        Duration.ofSeconds(40),
        "as expected; it is " + looked.state(work),
        () -> condition.test(looked.state(work)));
    return looked.state(work);
  }

  void waiting(String message) {
    pod(
        """
        {"status": {"phase": "Pending", "conditions": [
          {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "%s"}]}}
        """
            .formatted(message));
  }

  void running() {
    pod(
        """
        {"status": {"phase": "Running", "startTime": "2030-01-01T00:00:00Z",
          "conditions": [{"type": "PodScheduled", "status": "True"}],
          "containerStatuses": [{"name": "worker", "ready": true, "restartCount": 0,
            "image": "x", "imageID": "x", "state": {"running": {"startedAt": "2030-01-01T00:00:00Z"}}}]}}
        """);
  }

  void terminated(int code, String reason, String message, String phase) {
    pod(
        """
        {"status": {"phase": "%s", "containerStatuses": [{"name": "worker", "ready": false,
          "restartCount": 0, "image": "x", "imageID": "x", "state": {"terminated": {
            "exitCode": %d, "reason": "%s", "message": %s}}}]}}
        """
            .formatted(phase, code, reason, quoted(message)));
  }

  void pod(String patch) {
    Eventually.soon("the Job's pod", () -> !pods().isEmpty());
    cluster.kubectl(
        "patch", "pod", pods().getFirst(), "--subresource=status", "--type=merge", "-p", patch);
  }

  List<String> pods() {
    return cluster
        .kubectl("get", "pods", "-l", "dbops.dbprovision.io/work=" + id, "-o", "name")
        .lines()
        .map(line -> line.replace("pod/", ""))
        .toList();
  }

  List<String> names(String kind) {
    return cluster
        .kubectl("get", kind, "-o", "jsonpath={range .items[*]}{.metadata.name}{'\\n'}{end}")
        .lines()
        .toList();
  }

  JsonNode json(String kind, String name) {
    return read(cluster.kubectl("get", kind, name, "-o", "json"));
  }

  static JsonNode read(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String quoted(String text) {
    try {
      return new ObjectMapper().writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
