package io.dbprovision.core.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One leader among all who name the same Lease. Thread-safe; used once. */
public final class LeaseElection {
  private static final Logger log = LoggerFactory.getLogger(LeaseElection.class);

  /**
   * @param lease how long a leader that was not heard of is taken for alive
   * @param renew how long a leader tries to renew; well below the lease
   * @param retry the pause between tries; who waits for another's lease waits for up to 2.2 times
   *     as long
   */
  public record Timing(Duration lease, Duration renew, Duration retry) {}

  private enum State {
    WAITING,
    LEADING,
    OVER
  }

  private final KubeClients clients;
  private final String namespace;
  private final String name;
  private final String identity;
  private final Timing timing;
  private final Runnable made;
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("election").factory());

  private @Nullable LeaderElector elector;
  private @Nullable CompletableFuture<?> running;
  private State state = State.WAITING;

  /**
   * @param identity unique among all processes, a pod's name with something random for example
   * @param made called when this one leads, so that there is a Lease
   */
  public LeaseElection(
      KubeClients clients,
      String namespace,
      String name,
      String identity,
      Timing timing,
      Runnable made) {
    this.clients = clients;
    this.namespace = namespace;
    this.name = name;
    this.identity = identity;
    this.timing = timing;
    this.made = made;
  }

  public String identity() {
    return identity;
  }

  /**
   * Competes from now on. Both are called on a thread of their own.
   *
   * @param gained called once at most
   * @param lost called once at most, and not after {@link #release}: stop writing at once, which
   *     means to end the process
   */
  public synchronized void start(Runnable gained, Runnable lost) {
    if (running != null || state != State.WAITING) {
      throw new IllegalStateException("an election is used once");
    }
    LeaderElector starting =
        new LeaderElector(
            clients.election(),
            new LeaderElectionConfig(
                new LeaseLock(namespace, name, identity),
                timing.lease(),
                timing.renew(),
                timing.retry(),
                new LeaderCallbacks(
                    () -> move(State.WAITING, State.LEADING, () -> lead(gained)),
                    () -> move(State.LEADING, State.OVER, lost),
                    leader -> log.info("leader of {}/{} is {}", namespace, name, leader)),
                // given back by us, and only after all work has ended
                false,
                name),
            executor);
    elector = starting;
    running = starting.start();
  }

  /**
   * Ends the competing; a leader lets the next one in at once. Call it after all work has ended.
   */
  public void release() {
    if (leave() && elector() != null) {
      try {
        elector().release();
        log.info("leadership given back namespace={} lease={}", namespace, name);
      } catch (KubernetesClientException e) {
        log.warn("the lease could not be given back, it ends by itself: {}", e.getMessage());
      }
    }
    executor.shutdown();
  }

  /** Work does not wait for what is only for tidiness. */
  private void lead(Runnable gained) {
    executor.execute(made);
    gained.run();
  }

  private synchronized @Nullable LeaderElector elector() {
    return elector;
  }

  /** True when there is something to give back. */
  private synchronized boolean leave() {
    boolean led = state == State.LEADING;
    state = State.OVER;
    if (running != null) {
      running.cancel(true);
    }
    return led;
  }

  /** The election itself may call back twice, or late. */
  private synchronized void move(State from, State to, Runnable news) {
    if (state == from) {
      state = to;
      log.info("election namespace={} lease={} identity={}: {}", namespace, name, identity, to);
      executor.execute(news);
    }
  }
}
