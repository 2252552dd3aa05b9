package io.dbprovision.testservers;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.rnorth.ducttape.ratelimits.RateLimiter;
import org.rnorth.ducttape.ratelimits.RateLimiterBuilder;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits until a login works, or the container has ended. An open port says too little: an engine
 * that forwards it accepts connections before the server does.
 */
final class UntilLetIn extends AbstractWaitStrategy {
  private final ContainerOrder order;
  private final RateLimiter pace =
      RateLimiterBuilder.newBuilder()
          .withRate(5, TimeUnit.SECONDS)
          .withConstantThroughput()
          .build();

  UntilLetIn(ContainerOrder order) {
    this.order = order;
  }

  @Override
  protected void waitUntilReady() {
    String host = waitStrategyTarget.getHost();
    int port = waitStrategyTarget.getMappedPort(order.port());
    long started = System.nanoTime();
    while (true) {
      pace.doWhenReady(() -> {});
      try {
        order.login().attempt(host, port);
        return;
      } catch (SQLException e) {
        if (!waitStrategyTarget.isRunning()) {
          throw new ContainerLaunchException("it ended by itself", e);
        }
        if (System.nanoTime() - started > startupTimeout.toNanos()) {
          throw new ContainerLaunchException(
              "it lets nobody in after " + startupTimeout.toSeconds() + " s", e);
        }
      }
    }
  }
}
