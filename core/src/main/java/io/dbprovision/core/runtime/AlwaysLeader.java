package io.dbprovision.core.runtime;

import java.time.Duration;

/** The gate of a process that runs alone: leads from the first moment and never loses. */
public final class AlwaysLeader implements LeaderGate {
  @Override
  public void runWhenLeader(Runnable action) {
    action.run();
  }

  @Override
  public boolean isLeader() {
    return true;
  }

  @Override
  public void start() {}

  @Override
  public void stop(Duration grace) {}
}
