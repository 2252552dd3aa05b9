package io.dbprovision.core.operator;

import io.dbprovision.core.kube.LeaseElection;
import io.dbprovision.core.runtime.LeaderGate;
import io.dbprovision.core.runtime.Shutdown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Leads when the election says so; whoever loses ends the process. */
final class Leadership implements LeaderGate {
  private final LeaseElection election;
  private final Shutdown shutdown;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean leading;
  private boolean stopping;

  Leadership(LeaseElection election, Shutdown shutdown) {
    this.election = election;
    this.shutdown = shutdown;
  }

  @Override
  public void runWhenLeader(Runnable action) {
    synchronized (this) {
      if (!leading) {
        waiting.add(action);
        return;
      }
    }
    action.run();
  }

  @Override
  public synchronized boolean isLeader() {
    return leading;
  }

  @Override
  public void start() {
    election.start(this::gained, this::lost);
  }

  private void gained() {
    List<Runnable> actions;
    synchronized (this) {
      leading = true;
      actions = List.copyOf(waiting);
      waiting.clear();
    }
    actions.forEach(Runnable::run);
  }

  private synchronized void lost() {
    if (!stopping) {
      shutdown.request("the lease was lost: another process may lead now");
    }
  }

  @Override
  public void stop(Duration grace) {
    synchronized (this) {
      stopping = true;
    }
    election.release();
  }
}
