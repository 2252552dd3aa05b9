package io.dbprovision.spi;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link Grants} of which only the server's own is left to write: what a grantee holds, and how one
 * entry is given and taken. Who claims what is here. An engine whose grants are more than single
 * entries within databases implements {@link Grants} itself.
 *
 * <p>All changes of its plans are {@link PlannedChange}. Thread-safe when the subclass is.
 *
 * @param <G> what is seen of a login or role
 * @param <E> one thing that is given within one database; immutable, with {@code equals}
 */
public abstract class ManagedGrants<G, E> implements Grants {
  private final Endpoint endpoint;

  protected ManagedGrants(Endpoint endpoint) {
    this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
  }

  /**
   * @param kind {@link Kind#USER} or {@link Kind#ROLE}
   * @return null when it is not there
   * @throws EngineException UNSUPPORTED for a kind that this server has no grantees of
   */
  protected abstract @Nullable G look(String grantee, Kind kind);

  /** The entries of a block: of a grant, or of a role with grants of its own. */
  protected abstract Set<E> entries(Section block);

  /** The name of an entry, unique and the same for ever. */
  protected abstract ChangeId id(E entry);

  /** The entry of that name. */
  protected abstract E entry(ChangeId id);

  /** The name of the database that an entry is within. */
  protected abstract String database(E entry);

  /**
   * What the grantee holds.
   *
   * @param known entries as manifests and records call them, for a server that calls them otherwise
   */
  protected abstract Set<E> held(G grantee, Set<E> known);

  /** Those of the databases that are there, with the owner on record. */
  protected abstract Map<String, Optional<Owner>> databases(Set<String> names);

  /**
   * Gives the entry; nothing happens when the grantee holds it.
   *
   * @throws EngineException NOT_FOUND when the grantee is gone
   */
  protected abstract void give(String grantee, Kind kind, E entry);

  /** Takes the entry away; nothing happens when the grantee does not hold it, or is gone. */
  protected abstract void take(String grantee, Kind kind, E entry);

  /** Adds what {@link Grants} tells for a status; by default nothing. */
  protected void facts(GrantSpec desired, Set<E> held, Plan.Builder plan) {}

  @Override
  public final Plan plan(GrantSpec desired) {
    Kind kind = desired.grantee().kind();
    G grantee = look(desired.name(), kind);
    if (grantee == null) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND,
          kind.equals(Kind.ROLE) ? "spec.roleRef" : "spec.userRef",
          desired.name() + " is not there yet; it is waited for");
    }
    Set<E> asked = entries(desired.section());
    Set<E> issued = recorded(desired.issued());
    Set<E> claimed = claimed(desired);
    Set<E> held = held(grantee, union(asked, issued, claimed));
    Set<String> spokenOf = asked.stream().map(this::database).collect(Collectors.toSet());
    Map<String, Optional<Owner>> databases = databases(spokenOf);
    Plan.Builder plan = Plan.builder(true);
    for (E entry : asked) {
      Optional<Owner> owner = databases.get(database(entry));
      if (owner == null) {
        plan.change(gives(desired, entry, Cause.AWAITED));
      } else if (held.contains(entry)) {
        plan.claim(id(entry));
        if (!issued.contains(entry)) {
          plan.held(id(entry));
        }
      } else {
        checkTenant(desired, entry, owner);
        plan.change(gives(desired, entry, Cause.ABSENT));
      }
    }
    for (E entry : held) {
      if (claimed.contains(entry) && issued.contains(entry) && !asked.contains(entry)) {
        plan.claim(id(entry));
      } else if (!claimed.contains(entry)
          && !asked.contains(entry)
          && (issued.contains(entry) || spokenOf.contains(database(entry)))) {
        plan.change(takes(desired, entry, Cause.EXTRA));
      }
    }
    facts(desired, held, plan);
    return plan.build();
  }

  private Set<E> recorded(Collection<ChangeId> ids) {
    return ids.stream().map(this::entry).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Set<E> claimed(GrantSpec desired) {
    return Stream.concat(Stream.of(desired.grantee()), desired.others().stream())
        .filter(claim -> claim.kind().equals(Kind.GRANT) || claim.kind().equals(Kind.ROLE))
        .flatMap(claim -> entries(claim.section()).stream())
        .collect(Collectors.toSet());
  }

  private static <E> Set<E> union(Set<E> one, Set<E> other, Set<E> third) {
    return Stream.of(one, other, third)
        .flatMap(Set::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void checkTenant(GrantSpec desired, E entry, Optional<Owner> owner) {
    boolean theirs =
        owner
            .map(recorded -> !recorded.sameTenant(desired.owner()))
            .orElseGet(() -> endpoint.isGuest(desired.owner()));
    if (theirs) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          desired.section().path() + ".grants",
          "the database "
              + database(entry)
              + owner.map(who -> " belongs to " + who).orElse(" has no owner on record")
              + ", which is another namespace's");
    }
  }

  @Override
  public final Plan removal(GrantSpec desired, DropMode mode) {
    G grantee = look(desired.name(), desired.grantee().kind());
    Plan.Builder plan = Plan.builder(grantee != null);
    if (grantee == null || (mode != DropMode.DROP && mode != DropMode.FORCE)) {
      return plan.build();
    }
    Set<E> ours = recorded(desired.issued());
    if (desired.unrecorded()) {
      entries(desired.section()).stream()
          .filter(entry -> !desired.heldBefore().contains(id(entry)))
          .forEach(ours::add);
    }
    ours.removeAll(claimed(desired));
    Set<E> held = held(grantee, ours);
    ours.stream()
        .filter(held::contains)
        .forEach(entry -> plan.change(takes(desired, entry, Cause.REMOVAL)));
    return plan.build();
  }

  private PlannedChange gives(GrantSpec desired, E entry, Cause cause) {
    String summary = "give " + id(entry) + " to " + desired.name();
    Kind kind = desired.grantee().kind();
    return PlannedChange.gives(id(entry), cause, summary, () -> give(desired.name(), kind, entry));
  }

  private PlannedChange takes(GrantSpec desired, E entry, Cause cause) {
    String summary = "take " + id(entry) + " from " + desired.name();
    Kind kind = desired.grantee().kind();
    return PlannedChange.takes(id(entry), cause, summary, () -> take(desired.name(), kind, entry));
  }

  @Override
  public final Applied apply(Plan plan, Set<ChangeId> chosen) {
    return PlannedChange.apply(plan, chosen);
  }
}
