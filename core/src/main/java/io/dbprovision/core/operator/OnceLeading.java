package io.dbprovision.core.operator;

import io.dbprovision.core.runtime.Controller;
import io.dbprovision.core.runtime.LeaderGate;
import io.dbprovision.core.runtime.Service;
import java.time.Duration;

/** A controller that starts when this process leads. */
final class OnceLeading implements Service {
  private final LeaderGate leader;
  private final Controller<?> controller;

  OnceLeading(LeaderGate leader, Controller<?> controller) {
    this.leader = leader;
    this.controller = controller;
  }

  @Override
  public void start() {
    leader.runWhenLeader(controller::start);
  }

  @Override
  public void stop(Duration grace) throws InterruptedException {
    controller.stop(grace);
  }
}
