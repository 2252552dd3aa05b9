package io.dbprovision.core.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leader among the operators of one instance id, by a Lease of 15 s that is renewed every 2 s
 * and given up after 10 s without success. Thread-safe; used once.
 */
public final class LeaderElector {
  private static final Logger log = LoggerFactory.getLogger(LeaderElector.class);
  private static final String LEASE = "b0f91929";
  private static final String LEASE_SUFFIX = ".dbprovision.io";
  private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  private final KubeClients clients;
  private final String namespace;
  private final String lease;
  private final String identity;
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("leader-election").factory());

  private io.fabric8.kubernetes.client.extended.leaderelection.@Nullable LeaderElector elector;
  private @Nullable CompletableFuture<?> running;
  private volatile boolean leading;
  private volatile boolean over;

  /**
   * @param identity unique among all processes, a pod's name with something random for example
   */
  public LeaderElector(KubeClients clients, String namespace, String lease, String identity) {
    this.clients = clients;
    this.namespace = namespace;
    this.lease = lease;
    this.identity = identity;
  }

  /** The Lease that operators of this instance id have always used. */
  public static String leaseName(String instanceId) {
    return instanceId.equals(KubeSettings.DEFAULT_INSTANCE_ID)
        ? LEASE + LEASE_SUFFIX
        : LEASE + "-" + instanceId + LEASE_SUFFIX;
  }

  public String identity() {
    return identity;
  }

  public boolean leading() {
    return leading;
  }

  /**
   * Competes from now on.
   *
   * @param onGain called once, on a thread of its own
   * @param onLoss called at most once, and not after {@link #release}: stop writing at once, which
   *     means to end the process; called too when the election itself fails
   */
  public synchronized void start(Runnable onGain, Runnable onLoss) {
    if (running != null || over) {
      throw new IllegalStateException("an election is used once");
    }
    LeaderElectionConfig config =
        new LeaderElectionConfig(
            new LeaseLock(namespace, lease, identity),
            LEASE_DURATION,
            RENEW_DEADLINE,
            RETRY_PERIOD,
            new LeaderCallbacks(() -> gained(onGain), () -> lost(onLoss), this::newLeader),
            false,
            lease);
    elector =
        new io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector(
            clients.election(), config, executor);
    running = elector.start();
  }

  /** Stops competing and, as the leader, lets the next one in at once. Call it last of all. */
  public synchronized void release() {
    if (over) {
      return;
    }
    over = true;
    boolean held = leading;
    leading = false;
    if (running != null) {
      running.cancel(true);
    }
    if (held && elector != null) {
      try {
        elector.release();
        log.info("leadership given back namespace={} lease={}", namespace, lease);
      } catch (KubernetesClientException e) {
        log.warn("the lease could not be given back, it ends by itself: {}", e.getMessage());
      }
    }
    executor.shutdown();
  }

  private void gained(Runnable onGain) {
    if (!over) {
      leading = true;
      log.info("leadership gained namespace={} lease={} identity={}", namespace, lease, identity);
      executor.execute(onGain);
    }
  }

  private void lost(Runnable onLoss) {
    leading = false;
    if (!over) {
      over = true;
      log.error("leadership lost namespace={} lease={} identity={}", namespace, lease, identity);
      executor.execute(onLoss);
    }
  }

  private void newLeader(String leader) {
    log.info("leader of {}/{} is {}", namespace, lease, leader);
  }
}
