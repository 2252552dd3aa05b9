package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.backup.work.JobSettings;
import io.dbprovision.core.backup.work.JobWorkers;
import io.dbprovision.core.backup.work.Match;
import io.dbprovision.core.backup.work.OrderJson;
import io.dbprovision.core.backup.work.OutcomeJson;
import io.dbprovision.core.backup.work.Slots;
import io.dbprovision.core.backup.work.WorkOrder;
import io.dbprovision.core.backup.work.WorkResult;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.WorkTerms;
import io.dbprovision.core.backup.work.Workers;
import io.dbprovision.core.backup.work.Works;
import io.dbprovision.spi.ErrorKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real API server with the real controllers of Jobs; the test stands for the kubelet. */
@Tag("cluster")
class JobWorkersClusterTest {
  private static final WorkResult RESULT =
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
          0);

  private final TestCluster cluster = TestCluster.shared();
  private final String operator = "op-" + UUID.randomUUID();
  private final String id = UUID.randomUUID().toString();
  private final String job = "dbops-work-" + id;
  private final Kube kube =
      new Kube(
          cluster.clients(),
          operator,
          Set.of(),
          16,
          (kind, operation) -> {},
          InstantSource.system());
  private final List<JobWorkers> opened = new ArrayList<>();
  private final JobWorkers workers = open(4);

  @AfterEach
  void close() {
    opened.forEach(each -> each.forget(id));
    opened.forEach(each -> each.stop(Duration.ZERO));
    kube.close();
  }

  @Test
  void aWorkBecomesAJobThatMayDoNothingAndASecretThatGoesWithIt() {
    workers.start(Works.dump(id), Works.terms("i"));

    JsonNode spec = json("job", job).at("/spec");
    assertThat(spec.at("/backoffLimit").intValue()).isZero();
    assertThat(spec.at("/suspend").booleanValue()).isFalse();
    assertThat(spec.at("/ttlSecondsAfterFinished").intValue()).isPositive();
    assertThat(spec.at("/activeDeadlineSeconds").intValue()).isGreaterThan(600);
    JsonNode pod = spec.at("/template/spec");
    assertThat(pod.at("/automountServiceAccountToken").booleanValue()).isFalse();
    assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
    JsonNode container = pod.at("/containers/0");
    assertThat(container.at("/image").textValue()).isEqualTo("example.com/dbops:1");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").booleanValue()).isTrue();
    assertThat(spec.toString()).doesNotContain("s3cret");

    JsonNode secret = json("secret", job);
    assertThat(secret.at("/metadata/ownerReferences/0/uid"))
        .isEqualTo(json("job", job).at("/metadata/uid"));
    byte[] order = Base64.getDecoder().decode(secret.at("/data/order.json").textValue());
    assertThat(OrderJson.read(order))
        .isEqualTo(new WorkOrder(Works.dump(id), Works.terms("i").deadline()));
  }

  @Test
  void theOutcomeIsWhatThePodSaidAtItsEndAndTheSecretIsGoneThen() {
    workers.start(Works.dump(id), Works.terms("i"));
    waiting("0/3 nodes are available");
    assertThat(until(WorkState.Waiting.class::isInstance).toString())
        .contains("0/3 nodes are available");
    running();
    until(WorkState.Running.class::isInstance);

    terminated(0, "Completed", OutcomeJson.done(RESULT), "Succeeded");

    assertThat(until(WorkState::isOver)).isEqualTo(new WorkState.Done(RESULT));
    assertThat(names("secret")).doesNotContain(job);
  }

  @Test
  void anOperatorThatIsStartedAgainReadsItAllFromTheCluster() {
    workers.start(Works.dump(id), Works.terms("i"));
    running();
    JobWorkers next = open(4);
    assertThat(next.state(id)).isInstanceOf(WorkState.Running.class);
    next.start(Works.dump(id), Works.terms("i"));
    terminated(
        1,
        "Error",
        OutcomeJson.failed(new WorkState.Failed(ErrorKind.PERMISSION, "spec.x", "may not", false)),
        "Failed");

    JobWorkers last = open(4);

    assertThat(until(last, id, WorkState::isOver))
        .isEqualTo(new WorkState.Failed(ErrorKind.PERMISSION, "spec.x", "may not", false));
    assertThat(names("job")).filteredOn(job::equals).hasSize(1);
  }

  @Test
  void aPodThatIsKilledOrEvictedHasFailedWithASentence() {
    workers.start(Works.dump(id), Works.terms("i"));
    running();
    terminated(137, "OOMKilled", "", "Failed");

    assertThat(until(WorkState::isOver))
        .isInstanceOfSatisfying(
            WorkState.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(ErrorKind.EXHAUSTED);
              assertThat(failed.message()).contains("--worker-memory");
              assertThat(failed.again()).isTrue();
            });

    workers.forget(id);
    Eventually.soon("the Job is gone", () -> !names("job").contains(job));
    assertThat(workers.state(id)).isEqualTo(new WorkState.Absent());
    workers.start(Works.dump(id), Works.terms("i"));
    pod(
        """
        {"status": {"phase": "Failed", "reason": "Evicted", "message": "the node was low on disk"}}
        """);

    assertThat(until(WorkState::isOver).toString()).contains("Evicted", "low on disk");
  }

  @Test
  void aPodThatSomebodyDeletesIsAFailureThatMayBeTriedAgain() {
    workers.start(Works.dump(id), Works.terms("i"));
    running();
    until(WorkState.Running.class::isInstance);

    cluster.kubectl("delete", "pod", "-l", "dbops.dbprovision.io/work=" + id, "--now");

    assertThat(until(WorkState::isOver))
        .isInstanceOfSatisfying(
            WorkState.Failed.class, failed -> assertThat(failed.again()).isTrue());
  }

  @Test
  void aCancelledJobEndsItsPodAndSaysSo() {
    workers.start(Works.dump(id), Works.terms("i"));
    running();
    until(WorkState.Running.class::isInstance);

    workers.cancel(id);

    assertThat(until(WorkState::isOver).toString()).contains("cancelled");
    Eventually.soon("the pod is gone", () -> pods().isEmpty());
  }

  @Test
  void aJobThatAnOperatorLeftSuspendedHasBegunNothingAndIsRemoved() {
    cluster.apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: %s
          labels: {dbops.dbprovision.io/work: %s, dbops.dbprovision.io/worker-of: %s}
        spec:
          suspend: true
          template:
            spec: {restartPolicy: Never, containers: [{name: worker, image: x}]}
        """
            .formatted(job, id, operator));

    assertThat(workers.state(id)).isEqualTo(new WorkState.Absent());
    Eventually.soon("the Job is gone", () -> !names("job").contains(job));
  }

  @Test
  void limitsHoldForJobsThatAnOperatorBeforeStarted() {
    workers.start(Works.dump(id), Works.terms("i"));
    JobWorkers next = open(1);
    String second = UUID.randomUUID().toString();

    next.start(Works.dump(second), Works.terms("j"));

    assertThat(next.state(second))
        .isInstanceOfSatisfying(
            WorkState.Waiting.class,
            waiting -> assertThat(waiting.why()).contains("--max-workers=1"));
    next.cancel(second);
    assertThat(next.state(second)).isInstanceOf(WorkState.Failed.class);
  }

  @Test
  void aWorkOnAClaimRunsWhereTheClaimIs() {
    String namespace = cluster.namespace();
    WorkTerms terms =
        new WorkTerms("s", namespace, "backups", "i", Duration.ofHours(1), 1 << 20, Map.of());

    workers.start(Works.dump(id), terms);

    JsonNode pod =
        read(cluster.kubectl("-n", namespace, "get", "job", job, "-o", "json"))
            .at("/spec/template/spec");
    assertThat(pod.findValuesAsText("claimName")).containsExactly("backups");
    assertThat(pod.findValuesAsText("mountPath")).contains("/data");
    assertThat(pod.findValuesAsText("sizeLimit")).hasSize(1);
  }

  private JobWorkers open(int most) {
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

  private WorkState until(Predicate<WorkState> condition) {
    return until(workers, id, condition);
  }

  private static WorkState until(Workers looked, String work, Predicate<WorkState> condition) {
    Eventually.within(
        Duration.ofSeconds(40),
        "as expected; it is " + looked.state(work),
        () -> condition.test(looked.state(work)));
    return looked.state(work);
  }

  private void waiting(String message) {
    pod(
        """
        {"status": {"phase": "Pending", "conditions": [
          {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "%s"}]}}
        """
            .formatted(message));
  }

  private void running() {
    pod(
        """
        {"status": {"phase": "Running", "startTime": "2030-01-01T00:00:00Z",
          "conditions": [{"type": "PodScheduled", "status": "True"}],
          "containerStatuses": [{"name": "worker", "ready": true, "restartCount": 0,
            "image": "x", "imageID": "x", "state": {"running": {"startedAt": "2030-01-01T00:00:00Z"}}}]}}
        """);
  }

  private void terminated(int code, String reason, String message, String phase) {
    pod(
        """
        {"status": {"phase": "%s", "containerStatuses": [{"name": "worker", "ready": false,
          "restartCount": 0, "image": "x", "imageID": "x", "state": {"terminated": {
            "exitCode": %d, "reason": "%s", "message": %s}}}]}}
        """
            .formatted(phase, code, reason, quoted(message)));
  }

  private void pod(String patch) {
    Eventually.soon("the Job's pod", () -> !pods().isEmpty());
    cluster.kubectl(
        "patch", "pod", pods().getFirst(), "--subresource=status", "--type=merge", "-p", patch);
  }

  private List<String> pods() {
    return cluster
        .kubectl("get", "pods", "-l", "dbops.dbprovision.io/work=" + id, "-o", "name")
        .lines()
        .map(line -> line.replace("pod/", ""))
        .toList();
  }

  private List<String> names(String kind) {
    return cluster
        .kubectl("get", kind, "-o", "jsonpath={range .items[*]}{.metadata.name}{'\\n'}{end}")
        .lines()
        .toList();
  }

  private JsonNode json(String kind, String name) {
    return read(cluster.kubectl("get", kind, name, "-o", "json"));
  }

  private static JsonNode read(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String quoted(String text) {
    try {
      return new ObjectMapper().writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
