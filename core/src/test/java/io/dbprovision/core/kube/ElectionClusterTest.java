package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
class ElectionClusterTest {
  private static final LeaseElection.Timing QUICK =
      new LeaseElection.Timing(
          Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofMillis(500));

  private final TestCluster cluster = TestCluster.shared();
  private final String namespace = cluster.namespace();
  private final KubeClients clients = cluster.clients();
  private final List<String> news = new CopyOnWriteArrayList<>();
  private final LeaseElection one = election("one");
  private final LeaseElection two = election("two");

  @AfterEach
  void close() {
    one.release();
    two.release();
    clients.close();
  }

  @Test
  void oneLeadsAndTheOtherTakesOverAtOnceWhenTheFirstOneGoes() {
    start(one);
    Eventually.soon("one leads", () -> news.equals(List.of("one leads")));
    start(two);
    Eventually.soon("two looks on", () -> holder().equals("one"));

    long released = System.nanoTime();
    one.release();
    Eventually.soon("two leads", () -> news.equals(List.of("one leads", "two leads")));

    assertThat(Duration.ofNanos(System.nanoTime() - released)).isLessThan(QUICK.lease());
    assertThat(holder()).isEqualTo("two");
  }

  @Test
  void aLeaderThatDiedIsReplacedWhenItsLeaseIsOver() {
    hold("dead", 3);
    long died = System.nanoTime();
    start(two);
    Eventually.soon("two leads", () -> news.equals(List.of("two leads")));
    // a second less, since the time stamp of the lease is older than this test's
    assertThat(Duration.ofNanos(System.nanoTime() - died)).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void whoLosesTheLeaseIsToldOnce() {
    start(one);
    Eventually.soon("one leads", () -> news.equals(List.of("one leads")));
    cluster.kubectl(
        "-n",
        namespace,
        "patch",
        "lease",
        "lead",
        "--type=merge",
        "-p",
        "{\"spec\":{\"holderIdentity\":\"thief\",\"leaseDurationSeconds\":60}}");
    Eventually.soon("one is told", () -> news.equals(List.of("one leads", "one lost")));
    one.release();
    assertThat(holder()).isEqualTo("thief");
    assertThat(news).containsExactly("one leads", "one lost");
  }

  private LeaseElection election(String identity) {
    return new LeaseElection(clients, namespace, "lead", identity, QUICK, () -> {});
  }

  private void start(LeaseElection election) {
    election.start(
        () -> news.add(election.identity() + " leads"),
        () -> news.add(election.identity() + " lost"));
  }

  private String holder() {
    return cluster.kubectl(
        "-n", namespace, "get", "lease", "lead", "-o=jsonpath={.spec.holderIdentity}");
  }

  private void hold(String identity, int seconds) {
    String now =
        java.time.Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS).toString();
    cluster.apply(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {namespace: %s, name: lead}
        spec: {holderIdentity: %s, leaseDurationSeconds: %d, acquireTime: "%s", renewTime: "%s"}
        """
            .formatted(namespace, identity, seconds, now, now));
  }
}
