package io.dbprovision.core.cli.explain;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.State;
import io.dbprovision.core.kube.ClusterEvent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an object stands, and why.
 *
 * @param state null: it does not exist, or may not be looked at
 * @param facts what its status tells beside its conditions, sentences
 * @param links what it waits for
 * @param remedies about this object itself
 * @param events the newest first
 */
public record Explanation(
    ResourceKey key,
    @Nullable State state,
    List<String> facts,
    List<Link> links,
    List<Remedy> remedies,
    List<ClusterEvent> events) {
  /**
   * @param field of the manifest that refers to it
   */
  public record Link(String field, Explanation to) {
    public Link {
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(to, "to");
    }
  }

  public Explanation {
    Objects.requireNonNull(key, "key");
    facts = List.copyOf(facts);
    links = List.copyOf(links);
    remedies = List.copyOf(remedies);
    events = List.copyOf(events);
  }

  public boolean ready() {
    return state != null && state.health().ready() && links.isEmpty();
  }

  /** What to do, the cause first: what waits for something goes on by itself. */
  public List<Remedy> steps() {
    return Stream.concat(
            links.stream().flatMap(link -> link.to().steps().stream()), remedies.stream())
        .distinct()
        .toList();
  }
}
