package io.dbprovision.core.cli.view;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts objects below those that they belong to: servers, what is on them, and copies of it. */
public final class Forest {
  private static final List<CustomKind> ORDER =
      List.of(
          CustomKind.CLUSTER_INSTANCE,
          CustomKind.INSTANCE,
          CustomKind.DATABASE,
          CustomKind.USER,
          CustomKind.CLUSTER_ROLE,
          CustomKind.ROLE,
          CustomKind.CLUSTER_GRANT,
          CustomKind.GRANT,
          CustomKind.BACKUP_SCHEDULE,
          CustomKind.BACKUP,
          CustomKind.RESTORE);

  private static final Comparator<ResourceKey> BY_KIND_AND_NAME =
      Comparator.<ResourceKey>comparingInt(key -> ORDER.indexOf(key.kind()))
          .thenComparing(ResourceKey::namespace)
          .thenComparing(ResourceKey::name);

  private static final Comparator<Node> NEWEST_FIRST =
      Comparator.<Node, Instant>comparing(
              node ->
                  node.object().map(object -> object.metadata().created()).orElse(Instant.EPOCH))
          .reversed();

  private final Map<ResourceKey, CustomResource> objects = new LinkedHashMap<>();
  private final Map<ResourceKey, Set<ResourceKey>> below = new LinkedHashMap<>();
  private final Set<ResourceKey> roots = new TreeSet<>(BY_KIND_AND_NAME);
  private final Map<ResourceKey, String> gaps;

  private Forest(Collection<CustomResource> all, Map<ResourceKey, String> gaps) {
    this.gaps = gaps;
    Family family = new Family(all);
    all.forEach(object -> objects.put(object.key(), object));
    for (CustomResource object : all) {
      family
          .parent(object)
          .ifPresentOrElse(
              parent -> {
                below
                    .computeIfAbsent(parent, key -> new TreeSet<>(BY_KIND_AND_NAME))
                    .add(object.key());
                if (!objects.containsKey(parent)) {
                  roots.add(parent);
                }
              },
              () -> roots.add(object.key()));
    }
  }

  /**
   * @param gaps why objects that others refer to are not among them; one that is in neither does
   *     not exist
   */
  public static List<Node> of(Collection<CustomResource> all, Map<ResourceKey, String> gaps) {
    Forest forest = new Forest(all, gaps);
    return forest.roots.stream().map(forest::node).toList();
  }

  /** What these belong to and is not among them. */
  public static Set<ResourceKey> missing(Collection<CustomResource> all) {
    Family family = new Family(all);
    Set<ResourceKey> missing = new HashSet<>();
    all.forEach(object -> family.parent(object).ifPresent(missing::add));
    all.forEach(object -> missing.remove(object.key()));
    return missing;
  }

  private Node node(ResourceKey key) {
    List<Node> children =
        new ArrayList<>(below.getOrDefault(key, Set.of()).stream().map(this::node).toList());
    // the sort is stable: what is no backup stays where it is
    children.sort(
        (one, other) ->
            one.key().kind().equals(CustomKind.BACKUP)
                    && other.key().kind().equals(CustomKind.BACKUP)
                ? NEWEST_FIRST.compare(one, other)
                : BY_KIND_AND_NAME.compare(one.key(), other.key()));
    CustomResource object = objects.get(key);
    return new Node(key, object, object == null ? absent(key) : State.of(object), children);
  }

  private State absent(ResourceKey key) {
    String why = gaps.getOrDefault(key, "");
    return new State(
        Health.UNKNOWN,
        "Unknown",
        why.isEmpty() ? "NotFound" : "NotShown",
        why.isEmpty() ? "it does not exist, and others refer to it" : why,
        null);
  }
}
