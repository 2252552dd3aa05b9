package io.dbprovision.core.kube;

import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jobs with a Secret each, and their pods. Thread-safe; every method throws {@link KubeException}.
 */
public interface Jobs {
  /** Where the operator runs. */
  String namespace();

  /** A pod's {@code spec}; empty when there is none of that name. */
  Optional<Fields> podSpec(String namespace, String name);

  /**
   * Makes the Job, and a Secret of its name that goes with it. The Job is suspended until the
   * Secret is there; when that cannot be made, the Job is removed again.
   *
   * @throws KubeException EXISTS when there is a Job of that name
   */
  Job create(Draft draft);

  /**
   * Those that carry the label, in every namespace that the operator may see, and were made by
   * {@link #create} or are suspended. Others may have any label: nobody else's Job that runs or ran
   * is among them.
   */
  List<Job> list(String label, String value);

  /** The newest pod of a Job; empty when it has none, not yet or not any more. */
  Optional<Pod> pod(Job job);

  /** The end of what a pod has printed so far; empty when it cannot be read. */
  String logTail(Pod pod);

  /** Lets its pod end as one whose deadline has passed, and marks it by an annotation. */
  void stop(Job job, String annotation);

  /** Removes the Secret; nothing happens when it is gone. */
  void removeSecret(Job job);

  /** Removes Job, pod and Secret; nothing happens when they are gone. */
  void delete(Job job);

  /**
   * A Job that is about to be made.
   *
   * @param spec as the API server takes it
   * @param files what the Secret holds, by file name
   */
  record Draft(
      String namespace,
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, Object> spec,
      Map<String, SecretText> files) {
    public Draft {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(name, "name");
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
      spec = Map.copyOf(spec);
      files = Map.copyOf(files);
    }
  }

  /**
   * A Job that is there.
   *
   * @param sealed whether it is one that {@link #create} made and resumed
   */
  record Job(
      String namespace,
      String name,
      String uid,
      Map<String, String> labels,
      Map<String, String> annotations,
      @Nullable Instant createdAt,
      boolean suspended,
      boolean sealed,
      Fields status) {
    public Job {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    /** The condition of that type that holds; empty when none does. */
    public Optional<Fields> condition(String type) {
      return status.objects("conditions").stream()
          .filter(condition -> condition.text("type", "").equals(type))
          .filter(condition -> condition.text("status", "").equals("True"))
          .findFirst();
    }
  }

  /** A pod that is there. */
  record Pod(String namespace, String name, Instant createdAt, Fields status) {}
}
