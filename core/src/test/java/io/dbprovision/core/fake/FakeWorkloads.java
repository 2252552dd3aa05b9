package io.dbprovision.core.fake;

import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Workloads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Workloads that use each one Secret, and how often each rolled out. */
public final class FakeWorkloads implements Workloads {
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> annotations = new LinkedHashMap<>();
  private final Map<String, Integer> rollouts = new LinkedHashMap<>();
  private final Writes writes;
  private boolean forbidden;

  public FakeWorkloads(Writes writes) {
    this.writes = writes;
  }

  /** One of namespace {@code default}. */
  public void put(String workload, String secret) {
    put("default", workload, secret);
  }

  public void put(String namespace, String workload, String secret) {
    secrets.put(workload, namespace + "/" + secret);
  }

  /** The operator may look and touch no more, or again. */
  public void forbid(boolean forbidden) {
    this.forbidden = forbidden;
  }

  public int rollouts(String workload) {
    return rollouts.getOrDefault(workload, 0);
  }

  @Override
  public Restarted restart(String namespace, String secret, String annotation, String value) {
    if (forbidden) {
      return new Restarted(
          List.of(),
          List.of(new KubeException(KubeException.Kind.FORBIDDEN, "cannot list deployments")));
    }
    List<String> names = new ArrayList<>();
    secrets.forEach(
        (workload, used) -> {
          Map<String, String> own =
              annotations.computeIfAbsent(workload, _ -> new LinkedHashMap<>());
          if (used.equals(namespace + "/" + secret) && !value.equals(own.get(annotation))) {
            writes.next();
            own.put(annotation, value);
            rollouts.merge(workload, 1, Integer::sum);
            names.add(workload);
          }
        });
    return new Restarted(names, List.of());
  }
}
