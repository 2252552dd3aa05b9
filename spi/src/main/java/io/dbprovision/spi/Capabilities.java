package io.dbprovision.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a session can do, for {@link Session#capability}. Where {@link ManagedObjects} are among its
 * parts, {@link OwnershipRecord} and {@link Discovery} come from them by themselves.
 */
public final class Capabilities {
  private final List<Object> parts;

  private Capabilities(List<Object> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * @param parts each is offered as every capability that it implements; of several with one
   *     capability the first
   */
  public static Capabilities of(Object... parts) {
    List<Object> all = new ArrayList<>(List.of(parts));
    List<ManagedObjects<?, ?>> objects = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof ManagedObjects<?, ?> managed) {
        objects.add(managed);
      }
    }
    if (!objects.isEmpty()) {
      OwnershipRecord records = (kind, name) -> ownerOf(objects, kind, name);
      Discovery discovery = () -> found(objects);
      all.add(records);
      all.add(discovery);
    }
    return new Capabilities(all);
  }

  private static Optional<Owner> ownerOf(
      List<ManagedObjects<?, ?>> objects, Kind kind, String name) {
    return objects.stream()
        .filter(managed -> kind.equals(kindOf(managed)))
        .findFirst()
        .flatMap(managed -> managed.ownerOf(name));
  }

  private static List<Discovery.Found> found(List<ManagedObjects<?, ?>> objects) {
    return objects.stream().flatMap(managed -> managed.found(kindOf(managed)).stream()).toList();
  }

  private static Kind kindOf(ManagedObjects<?, ?> managed) {
    return managed instanceof Databases
        ? Kind.DATABASE
        : managed instanceof Users ? Kind.USER : Kind.ROLE;
  }

  /** As {@link Session#capability}. */
  public <C> Optional<C> find(Class<C> type) {
    return parts.stream().filter(type::isInstance).findFirst().map(type::cast);
  }
}
