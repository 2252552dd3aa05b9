package io.dbprovision.core.backup.work;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.kube.Jobs;
import io.dbprovision.spi.ErrorKind;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What a Job and its pod say about the work; pure but for the log. */
final class JobStates {
  /** On a Job that was told to end. */
  static final String CANCELLED = Keys.PREFIX + "cancelled";

  private static final Set<String> STUCK =
      Set.of(
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError");

  private JobStates() {}

  /**
   * @param log the end of what the pod printed; asked for only while it runs
   */
  static WorkState of(Jobs.Job job, Optional<Jobs.Pod> pod, Supplier<String> log) {
    Optional<WorkState> over = over(job, pod);
    if (over.isPresent()) {
      boolean cancelled = job.annotations().containsKey(CANCELLED);
      return cancelled && !(over.get() instanceof WorkState.Done)
          ? Outcomes.cancelled()
          : over.get();
    }
    Instant created = Objects.requireNonNullElse(job.createdAt(), Instant.EPOCH);
    return pod.flatMap(JobStates::waiting)
        .orElseGet(
            () ->
                new WorkState.Running(
                    pod.filter(JobStates::runs)
                        .flatMap(each -> OutcomeJson.lastProgress(log.get()))
                        .orElseGet(() -> WorkProgress.starting(created))));
  }

  private static Optional<WorkState> over(Jobs.Job job, Optional<Jobs.Pod> pod) {
    Optional<Fields> terminated = pod.flatMap(JobStates::terminated);
    Optional<WorkState> said =
        terminated.flatMap(end -> OutcomeJson.outcome(end.text("message", "")));
    if (said.orElse(null) instanceof WorkState.Done) {
      return said;
    }
    // why the pod was ended says more than that its worker was told to end
    Optional<WorkState> evicted = pod.flatMap(JobStates::evicted);
    if (evicted.isPresent()) {
      return evicted;
    }
    return said.or(() -> terminated.map(JobStates::silent)).or(() -> byCondition(job));
  }

  private static Optional<Fields> terminated(Jobs.Pod pod) {
    return container(pod)
        .map(status -> status.object("state").object("terminated"))
        .filter(end -> !end.isEmpty());
  }

  private static Optional<Fields> container(Jobs.Pod pod) {
    return pod.status().objects("containerStatuses").stream()
        .filter(status -> status.text("name", "").equals(JobManifest.CONTAINER))
        .findFirst();
  }

  private static Optional<WorkState> evicted(Jobs.Pod pod) {
    if (!pod.status().text("phase", "").equals("Failed")) {
      return Optional.empty();
    }
    return pod.status()
        .text("reason")
        .map(
            reason ->
                Outcomes.failed(
                    ErrorKind.INTERNAL,
                    sentence("the worker's pod was ended (" + reason + ")", pod.status()),
                    true));
  }

  private static WorkState silent(Fields terminated) {
    String reason = terminated.text("reason", "unknown");
    return reason.equals("OOMKilled")
        ? Outcomes.failed(
            ErrorKind.EXHAUSTED,
            "the worker's pod needed more memory than its limit; raise --worker-memory of the"
                + " operator",
            true)
        : Outcomes.failed(
            ErrorKind.INTERNAL,
            "the worker ended without an outcome: %s, exit code %d"
                .formatted(reason, terminated.number("exitCode", -1)),
            true);
  }

  private static Optional<WorkState> byCondition(Jobs.Job job) {
    Optional<Fields> failed = job.condition("Failed");
    if (failed.isPresent()) {
      String reason = failed.get().text("reason", "");
      return Optional.of(
          reason.equals("DeadlineExceeded")
              ? Outcomes.failed(
                  ErrorKind.TIMEOUT, "the work was not done within its deadline", true)
              : Outcomes.failed(
                  ErrorKind.INTERNAL,
                  sentence("the worker's pod is gone (" + reason + ")", failed.get()),
                  true));
    }
    return job.condition("Complete")
        .map(
            complete ->
                Outcomes.failed(
                    ErrorKind.INTERNAL,
                    "the worker's pod was removed before its outcome was read",
                    true));
  }

  private static Optional<WorkState> waiting(Jobs.Pod pod) {
    Optional<Fields> unscheduled =
        pod.status().objects("conditions").stream()
            .filter(condition -> condition.text("type", "").equals("PodScheduled"))
            .filter(condition -> condition.text("status", "").equals("False"))
            .findFirst();
    if (unscheduled.isPresent()) {
      return Optional.of(
          new WorkState.Waiting(sentence("the worker's pod has no node", unscheduled.get())));
    }
    return container(pod)
        .map(status -> status.object("state").object("waiting"))
        .filter(waiting -> STUCK.contains(waiting.text("reason", "")))
        .map(
            waiting ->
                new WorkState.Waiting(
                    sentence(
                        "the worker's pod cannot start (" + waiting.text("reason", "") + ")",
                        waiting)));
  }

  private static boolean runs(Jobs.Pod pod) {
    return pod.status().text("phase", "").equals("Running");
  }

  private static String sentence(String what, Fields said) {
    return said.text("message").map(message -> what + ": " + message).orElse(what);
  }
}
