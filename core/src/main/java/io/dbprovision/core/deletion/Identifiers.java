package io.dbprovision.core.deletion;

import io.dbprovision.core.api.CustomResource;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What depends on an object, as its status and the consent hash name it. */
final class Identifiers {
  private static final int SHOWN = 10;

  private Identifiers() {}

  /** In the order in which they sort. */
  static List<String> of(CustomResource parent, Collection<CustomResource> children) {
    return children.stream().map(child -> of(parent, child)).sorted().toList();
  }

  /** For a message: how many there are of each kind. */
  static String kinds(List<String> identifiers) {
    return identifiers.stream()
        .collect(
            Collectors.groupingBy(
                identifier -> identifier.substring(0, identifier.indexOf('/')),
                TreeMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .collect(Collectors.joining(", "));
  }

  /** For a message: the first of them. */
  static String shortened(List<String> identifiers) {
    return identifiers.size() <= SHOWN
        ? String.join(", ", identifiers)
        : String.join(", ", identifiers.subList(0, SHOWN)) + ", …";
  }

  /** {@code Kind/name}, with the namespace between when it has one that is not the parent's. */
  private static String of(CustomResource parent, CustomResource child) {
    String kind = child.kind().name();
    return child.namespace().isEmpty() || child.namespace().equals(parent.namespace())
        ? kind + "/" + child.name()
        : kind + "/" + child.namespace() + "/" + child.name();
  }
}
