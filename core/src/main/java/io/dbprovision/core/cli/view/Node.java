package io.dbprovision.core.cli.view;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object and what belongs to it.
 *
 * @param found null when only others speak of it
 * @param state of one that was not found: why not
 */
public record Node(
    ResourceKey key, @Nullable CustomResource found, State state, List<Node> children) {
  public Node {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(state, "state");
    children = List.copyOf(children);
  }

  /** Empty when only others speak of it. */
  public Optional<CustomResource> object() {
    return Optional.ofNullable(found);
  }

  /** This one and all below it. */
  public Stream<Node> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Node::all));
  }

  /** With those alone that are meant or lead to one; empty when none is. */
  public Optional<Node> only(Predicate<Node> meant) {
    List<Node> rest = children.stream().flatMap(child -> child.only(meant).stream()).toList();
    return rest.isEmpty() && !meant.test(this)
        ? Optional.empty()
        : Optional.of(new Node(key, found, state, rest));
  }

  /** The way to one object, and all below that; empty when it is not here. */
  public Optional<Node> around(ResourceKey wanted) {
    if (key.equals(wanted)) {
      return Optional.of(this);
    }
    return children.stream()
        .flatMap(child -> child.around(wanted).stream())
        .findFirst()
        .map(child -> new Node(key, found, state, List.of(child)));
  }
}
