package io.dbprovision.core.reconcile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Things that are in places. Taking some of them, those of one place are not parted, so that in the
 * end each place was visited once.
 */
final class Neighbours<T> {
  private record Placed<T>(String place, T thing) {}

  private final List<Placed<T>> all;

  Neighbours(List<T> things, Function<T, String> place) {
    this.all = things.stream().map(thing -> new Placed<>(place.apply(thing), thing)).toList();
  }

  /**
   * What comes of that many of them, beginning at that place; of more, when the last one's place
   * has more.
   *
   * @param look empty for what is not to be taken; not called for more than is needed
   */
  <R> List<R> around(String start, int count, Function<T, Optional<R>> look) {
    List<Placed<T>> ordered =
        all.stream()
            .sorted(
                Comparator.comparing((Placed<T> one) -> one.place().compareTo(start) < 0)
                    .thenComparing(Placed::place))
            .toList();
    List<R> taken = new ArrayList<>();
    String last = start;
    for (Placed<T> one : ordered) {
      if (taken.size() >= count && !one.place().equals(last)) {
        break;
      }
      Optional<R> found = look.apply(one.thing());
      if (found.isPresent()) {
        taken.add(found.get());
        last = one.place();
      }
    }
    return taken;
  }
}
