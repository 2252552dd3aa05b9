package io.dbprovision.core.backup.work;

import io.dbprovision.core.kube.Jobs;

/** A Job as it was seen last, and what that means. */
record KnownJob(Jobs.Job job, WorkState state) {
  /** Which server it loads; empty when it loads none. */
  String instance() {
    return job.annotations().getOrDefault(JobManifest.INSTANCE, "");
  }

  /**
   * Whether others may have to wait for it. Not for an errand whose pod cannot start, such as one
   * for a claim that is not there: it will load nothing that anybody shares.
   */
  boolean takesATurn() {
    return !state.isOver() && !(instance().isEmpty() && state instanceof WorkState.Waiting);
  }
}
