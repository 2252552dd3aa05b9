package io.dbprovision.core.fake;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** What objects are found by. */
final class FakeIndexes {
  private final Map<String, Function<CustomResource, ? extends Collection<String>>> declared =
      new ConcurrentHashMap<>();

  void declare(
      CustomKind kind,
      String index,
      Function<CustomResource, ? extends Collection<String>> values) {
    declared.put(kind + "/" + index, values);
  }

  void require(CustomKind kind, String index) {
    if (!declared.containsKey(kind + "/" + index)) {
      throw new IllegalArgumentException("nobody declared the index " + index + " of " + kind);
    }
  }

  /** Nobody is found by an index that nobody declared. */
  Predicate<CustomResource> by(CustomKind kind, String index, String value) {
    var function = declared.getOrDefault(kind + "/" + index, object -> List.of());
    return object -> function.apply(object).contains(value);
  }
}
