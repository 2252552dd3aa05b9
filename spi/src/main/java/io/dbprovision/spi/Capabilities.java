package io.dbprovision.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

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
      Discovery discovery = () -> found(objects);
      all.add(new Records(objects));
      all.add(discovery);
    }
    return new Capabilities(all);
  }

  /** Who is on record, of objects of every sort. */
  private record Records(List<ManagedObjects<?, ?>> objects) implements OwnershipRecord {
    @Override
    public Optional<Owner> ownerOf(Kind kind, String name) {
      return of(kind).flatMap(managed -> managed.ownerOf(name));
    }

    @Override
    public boolean renew(Kind kind, String name, Owner owner) {
      return of(kind).filter(managed -> renewed(managed, name, owner)).isPresent();
    }

    private static <S> boolean renewed(ManagedObjects<?, S> managed, String name, Owner owner) {
      AtomicBoolean written = new AtomicBoolean();
      if (managed.isName(name)) {
        managed.atomically(name, () -> written.set(recorded(managed, name, owner)));
      }
      return written.get();
    }

    private static <S> boolean recorded(ManagedObjects<?, S> managed, String name, Owner owner) {
      ManagedObjects.Seen<S> now = managed.look(Set.of(name)).get(name);
      if (now == null || now.owner() != null) {
        return false;
      }
      managed.record(name, now, owner, now.comment());
      return true;
    }

    private Optional<ManagedObjects<?, ?>> of(Kind kind) {
      return objects.stream().filter(managed -> kind.equals(kindOf(managed))).findFirst();
    }
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
