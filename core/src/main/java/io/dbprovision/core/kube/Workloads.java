package io.dbprovision.core.kube;

import java.util.List;
import java.util.Objects;

/**
 * Deployments, StatefulSets and DaemonSets, looked at and restarted only where somebody asked for
 * it: the operator's usual rights do not reach them. Thread-safe.
 */
public interface Workloads {
  /**
   * Lets those of a namespace whose Pods use a Secret roll out anew, by an annotation of their Pod
   * template: nothing happens to one that has that annotation with that value already. What fails
   * keeps nothing else from being restarted.
   *
   * @param annotation its key
   * @param value what it says after this restart, and did not before
   */
  Restarted restart(String namespace, String secret, String annotation, String value);

  /**
   * What came of it.
   *
   * @param names of those that were told to, as {@code deployment/web}
   * @param failures why the others could not be; FORBIDDEN where rights are missing
   */
  record Restarted(List<String> names, List<KubeException> failures) {
    public Restarted {
      names = List.copyOf(names);
      failures = List.copyOf(failures);
    }

    public boolean complete() {
      return failures.isEmpty();
    }

    /** Whether all that is missing are rights. */
    public boolean forbidden() {
      return !failures.isEmpty()
          && failures.stream().allMatch(e -> e.kind() == KubeException.Kind.FORBIDDEN);
    }

    /** What the API server said first. */
    public String said() {
      return failures.isEmpty() ? "" : Objects.toString(failures.getFirst().getMessage(), "");
    }
  }
}
