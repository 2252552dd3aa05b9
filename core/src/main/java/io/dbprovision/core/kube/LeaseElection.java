package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes part in the election of a leader by a Lease. */
public final class LeaseElection {
  /**
   * @param lease how long a leader that was not heard of is taken for alive
   * @param renew how long a leader tries to renew; below the lease
   * @param retry the pause between tries
   */
  public record Timing(Duration lease, Duration renew, Duration retry) {}

  private final KubeClients clients;
  private final Rest rest;
  private final String namespace;
  private final String name;
  private final String identity;
  private final Timing timing;
  private @Nullable CompletableFuture<?> running;

  LeaseElection(
      KubeClients clients,
      Rest rest,
      String namespace,
      String name,
      String identity,
      Timing timing) {
    this.clients = clients;
    this.rest = rest;
    this.namespace = namespace;
    this.name = name;
    this.identity = identity;
    this.timing = timing;
  }

  /** Returns at once; the callbacks come from a thread of the election. */
  public synchronized void start(Runnable gained, Runnable lost) {
    running =
        clients
            .lease()
            .leaderElector()
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(name)
                    .withLock(new LeaseLock(namespace, name, identity))
                    .withLeaseDuration(timing.lease())
                    .withRenewDeadline(timing.renew())
                    .withRetryPeriod(timing.retry())
                    // released by us, and only after all work has ended
                    .withReleaseOnCancel(false)
                    .withLeaderCallbacks(new LeaderCallbacks(gained, lost, leader -> {}))
                    .build())
            .build()
            .start();
  }

  /**
   * Ends the taking part and gives the lease free when it is ours, so that another takes over at
   * once.
   */
  public synchronized void release() {
    if (running == null) {
      return;
    }
    running.cancel(true);
    running = null;
    String path = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/" + name;
    rest.get(path)
        .ifPresent(
            lease -> {
              Fields fields = Fields.of(lease);
              if (fields.object("spec").text("holderIdentity", "").equals(identity)) {
                rest.patch(
                    path,
                    Rest.MERGE_PATCH,
                    Map.of(
                        "metadata",
                        Map.of(
                            "resourceVersion",
                            fields.object("metadata").text("resourceVersion", "")),
                        "spec",
                        Map.of("holderIdentity", "", "leaseDurationSeconds", 1)));
              }
            });
  }
}
