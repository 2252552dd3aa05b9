package io.dbprovision.core.cli.explain;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.explain.Explanation.Link;
import io.dbprovision.core.cli.view.Health;
import io.dbprovision.core.cli.view.State;
import io.dbprovision.core.kube.Cluster;
import io.dbprovision.core.kube.ClusterEvent;
import io.dbprovision.core.kube.KubeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Follows what an object refers to up to the cause. For one thread. */
public final class Explainer {
  private static final int EVENTS = 5;

  private final Cluster cluster;
  private final Set<ResourceKey> seen = new HashSet<>();

  public Explainer(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * @throws KubeException when the API server does not answer
   */
  public Explanation explain(CustomResource object) {
    seen.add(object.key());
    State state = State.of(object);
    List<Link> links = references(object, state);
    List<String> unmade = References.unmade(object, state, cluster);
    List<Remedy> remedies = new ArrayList<>();
    unmade.forEach(role -> remedies.add(Advice.unmade(role, object)));
    if (state.health() != Health.GOOD) {
      remedies.addAll(Advice.of(object, state, !links.isEmpty() || !unmade.isEmpty()));
    }
    return new Explanation(
        object.key(),
        state,
        StatusFacts.of(object),
        links,
        remedies,
        state.health() == Health.GOOD ? List.of() : events(object));
  }

  private List<Link> references(CustomResource object, State state) {
    // a copy that is done, well or not, needs nothing any more
    if (object.status().has("completedAt") && state.health() != Health.WAITING) {
      return List.of();
    }
    return References.of(object, state, cluster).stream()
        .filter(reference -> seen.add(reference.to()))
        .map(reference -> new Link(reference.field(), follow(reference)))
        .filter(link -> !link.to().ready())
        .toList();
  }

  private Explanation follow(References.Reference reference) {
    ResourceKey key = reference.to();
    try {
      return cluster
          .find(key)
          .map(this::explain)
          .orElseGet(() -> blank(key, Advice.absent(reference.field(), key)));
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.FORBIDDEN) {
        throw e;
      }
      return blank(
          key,
          Remedy.of("You may not look at %s: ask somebody who may how it stands".formatted(key)));
    }
  }

  private static Explanation blank(ResourceKey key, Remedy remedy) {
    return new Explanation(key, null, List.of(), List.of(), List.of(remedy), List.of());
  }

  /** Not all accounts may read them, and they are gone after an hour anyway. */
  private List<ClusterEvent> events(CustomResource object) {
    try {
      return cluster.events(object).stream().limit(EVENTS).toList();
    } catch (KubeException e) {
      return List.of();
    }
  }
}
