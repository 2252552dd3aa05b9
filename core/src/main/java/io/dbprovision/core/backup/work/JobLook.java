package io.dbprovision.core.backup.work;

import io.dbprovision.core.kube.Jobs;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Looks at all Jobs of this operator, and tidies up after those that are over. */
final class JobLook {
  private final Jobs jobs;
  private final String instanceId;

  JobLook(Jobs jobs, String instanceId) {
    this.jobs = jobs;
    this.instanceId = instanceId;
  }

  /**
   * All there are, by the work's id.
   *
   * @param before what the look before this one found
   * @param ours the ids of works that this process knows or starts; asked before the Jobs are
   *     listed and after it
   */
  Map<String, KnownJob> look(Map<String, KnownJob> before, Supplier<Set<String>> ours) {
    Set<String> mine = new HashSet<>(ours.get());
    List<Jobs.Job> found = jobs.list(JobManifest.OPERATOR_LABEL, instanceId);
    mine.addAll(ours.get());
    Map<String, KnownJob> now = new LinkedHashMap<>();
    for (Jobs.Job job : found) {
      String id = job.labels().getOrDefault(JobManifest.WORK_LABEL, "");
      if (!job.name().equals(JobManifest.name(id))) {
        continue;
      }
      if (!job.sealed()) {
        if (!mine.contains(id)) {
          // an operator before this one ended before it had its Secret: it has begun nothing
          jobs.delete(job);
        }
        continue;
      }
      KnownJob last = before.get(id);
      boolean settled = last != null && last.job().uid().equals(job.uid()) && last.state().isOver();
      now.put(id, last != null && settled ? last : seen(job));
    }
    return now;
  }

  private KnownJob seen(Jobs.Job job) {
    Optional<Jobs.Pod> pod = jobs.pod(job);
    WorkState state = JobStates.of(job, pod, () -> pod.map(jobs::logTail).orElse(""));
    if (state.isOver()) {
      // what let the worker in is of no use any more
      jobs.removeSecret(job);
    }
    return new KnownJob(job, state);
  }
}
