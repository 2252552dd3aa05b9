package io.dbprovision.core.discovery;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.spi.Discovery.Found;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One look at what a server holds: who keeps it, and what of the rest is wanted. */
final class Scan {
  private final Keepers keepers;
  private final Records records;
  private final Adoption adoption;
  private final DiscoveryObserver observer;

  @Inject
  Scan(Keepers keepers, Records records, Adoption adoption, DiscoveryObserver observer) {
    this.keepers = keepers;
    this.records = records;
    this.adoption = adoption;
    this.observer = observer;
  }

  /** Adopts what the instance's annotations name, and tells of all that nobody keeps. */
  void sift(CustomResource instance, List<Found> found, Findings findings) {
    for (Sort sort : Sort.ALL) {
      Set<String> kept = keepers.names(instance, sort);
      Map<String, Found> there =
          found.stream()
              .filter(item -> item.kind().equals(sort.kind()))
              .collect(Collectors.toMap(Found::name, Function.identity(), (one, same) -> one));
      SortedSet<String> orphans = new TreeSet<>();
      there.values().stream()
          .filter(item -> !kept.contains(item.name()) && !owned(item))
          .forEach(item -> orphans.add(item.name()));
      Set<String> adopted = new TreeSet<>();
      wishes(instance, sort, there.keySet())
          .filter(wish -> !(wish.elsewhere(instance) && orphans.contains(wish.name())))
          .forEach(
              wish -> {
                Optional<String> problem = grant(instance, sort, wish, there, orphans, kept);
                problem.ifPresentOrElse(findings::note, () -> adopted.add(wish.name()));
              });
      orphans.removeAll(adopted);
      observer.orphans(instance.key(), sort.kind(), orphans.size());
      findings.list(sort, orphans, adopted);
    }
  }

  private Optional<String> grant(
      CustomResource instance,
      Sort sort,
      Wish wish,
      Map<String, Found> there,
      SortedSet<String> orphans,
      Set<String> kept) {
    String name = wish.name();
    if (orphans.contains(name)) {
      return adoption.adopt(instance, sort, wish);
    }
    Found found = there.get(name);
    if (found == null) {
      return Optional.of("%s %s is not among what was found".formatted(sort.noun(), name));
    }
    return kept.contains(name)
        ? Optional.empty()
        : found.owner().map(owner -> "%s %s belongs to %s".formatted(sort.noun(), name, owner));
  }

  private boolean owned(Found item) {
    return item.owner().filter(records::mayLive).isPresent();
  }

  /** A name may have a slash in it: what is on the server tells. */
  private static Stream<Wish> wishes(CustomResource instance, Sort sort, Set<String> there) {
    return Wish.entries(instance, sort.annotation())
        .map(
            entry ->
                instance.kind().namespaced() && there.contains(entry)
                    ? Wish.plain(instance, entry)
                    : Wish.of(instance, entry));
  }
}
