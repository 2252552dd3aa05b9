package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbprovision.core.backup.work.JobWorkers;
import io.dbprovision.core.backup.work.OrderJson;
import io.dbprovision.core.backup.work.OutcomeJson;
import io.dbprovision.core.backup.work.WorkOrder;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.core.backup.work.WorkTerms;
import io.dbprovision.core.backup.work.Works;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real API server with the real controllers of Jobs; the test stands for the kubelet. */
@Tag("cluster")
class JobWorkersClusterTest extends JobWorkersScene {
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
  void aJobThatATenantLabelsAsOursIsNoWorkAndTakesNobodysTurn() {
    String namespace = cluster.namespace();
    cluster.apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          namespace: %s
          name: %s
          labels: {dbops.dbprovision.io/work: %s, dbops.dbprovision.io/worker-of: %s}
          annotations: {dbops.dbprovision.io/work-seal: "%s"}
        spec:
          template:
            metadata: {labels: {dbops.dbprovision.io/work: %s}}
            spec: {restartPolicy: Never, containers: [{name: worker, image: x}]}
        """
            .formatted(namespace, job, id, operator, "0".repeat(64), id));

    JobWorkers next = open(1);
    assertThat(next.state(id)).isEqualTo(new WorkState.Absent());
    String second = UUID.randomUUID().toString();
    next.start(Works.dump(second), Works.terms("j"));
    assertThat(next.state(second)).isInstanceOf(WorkState.Running.class);
    next.forget(second);

    // their Job stands where ours would have to be: that is told, and theirs is left alone
    next.start(
        Works.dump(id),
        new WorkTerms("s", namespace, "claim", "i", Duration.ofHours(1), 0, Map.of()));
    assertThat(next.state(id).toString()).contains("did not make", job);
    assertThat(cluster.kubectl("-n", namespace, "get", "job", job, "-o", "name")).contains(job);
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
}
