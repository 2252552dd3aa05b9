package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.grant.GrantChanges.Held;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.postgres.sql.Since;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares what one manifest asks for on its grantee with what was read. For one use.
 *
 * <p>Claims meet on things: {@code *} and a table's own name are different claims, and what one of
 * them gives is not taken away while the other asks for it.
 *
 * <p>What is missing is given under its claim's id: the operator takes it for completion as long as
 * that is not on record, and for drift afterwards. A pattern's claim is on record once for all it
 * means, so a table that came later must not pass for drift. The rule: a thing on which the grantee
 * holds <em>none</em> of what this manifest's record says it has by that pattern is taken as new,
 * and given under an id that never comes on record ({@code …#new}): completion, in every mode. A
 * thing on which a part is missing has drifted. So if somebody takes from a thing all that a
 * pattern gave, it is given again.
 *
 * <p>A pattern is on record as soon as it is in effect on anything, or on nothing because nothing
 * is there: what it gave can be taken away then. What it applies to being gone altogether takes any
 * other claim off the record: when it is there again, that is completion.
 */
final class GranteePlanner {
  private final Prepared prepared;
  private final Catalog catalog;
  private final GrantChanges changes;
  private final Tenancy tenancy;
  private final String grantee;
  private final List<Staged> staged = new ArrayList<>();
  private final Set<GrantClaim> inEffect = new LinkedHashSet<>();
  private final Set<ChangeId> claims = new LinkedHashSet<>();
  private final Set<ChangeId> held = new LinkedHashSet<>();
  private final Set<Thing> matched = new HashSet<>();
  private final Set<Cell> claimed = new HashSet<>();
  private final Set<Cell> taken = new HashSet<>();

  GranteePlanner(Prepared prepared, Catalog catalog, GrantChanges changes, Tenancy tenancy) {
    this.prepared = prepared;
    this.catalog = catalog;
    this.changes = changes;
    this.tenancy = tenancy;
    this.grantee = prepared.request().grantee();
  }

  /**
   * @throws EngineException PERMISSION for what this tenant may not be given
   */
  EntryPlan plan() {
    Set<GrantClaim> live = new LinkedHashSet<>(prepared.others());
    prepared.asked().wishes().forEach(wish -> live.add(wish.claim()));
    for (GrantClaim claim : live) {
      for (Thing thing : catalog.match(claim.target())) {
        claimed.add(new Cell(thing, claim.privilege(), claim.option()));
      }
    }
    prepared.asked().wishes().forEach(this::wish);
    awaited();
    prepared.recorded().stream().filter(claim -> !prepared.asked().has(claim)).forEach(this::ended);
    ways();
    new DriftSearch(catalog, grantee, claimed, taken)
        .search(prepared.asked().wishes())
        .forEach((field, held) -> held.forEach(one -> staged.addAll(changes.drift(one, field))));
    prepared
        .unsupported()
        .forEach((field, message) -> staged.add(changes.unsupported(field, message)));
    List<PgChange> ordered = staged.stream().sorted(Staged.ORDER).map(Staged::change).toList();
    return new EntryPlan(
        catalog.roles().containsKey(grantee),
        ordered,
        claims.stream().sorted((one, other) -> one.value().compareTo(other.value())).toList(),
        held,
        matched(),
        roles(),
        entries(".grants["),
        entries(".defaultPrivileges["));
  }

  private void wish(Wish wish) {
    GrantClaim claim = wish.claim();
    List<Thing> things = catalog.match(claim.target());
    if (claim.target().pattern()) {
      matched.addAll(things);
    }
    List<Thing> missing =
        things.stream().filter(t -> !holds(t, claim.privilege(), claim.option())).toList();
    boolean recorded = prepared.recorded().contains(claim);
    DatabaseFacts database = catalog.database(claim.target().database());
    if (database != null && (!missing.isEmpty() || (things.isEmpty() && !recorded))) {
      tenancy.more(wish, database);
    }
    if (things.isEmpty() && !(claim.target().pattern() && catalog.home(claim.target()))) {
      return; // it is awaited
    }
    boolean some = missing.size() < things.size();
    if (missing.isEmpty()) {
      inEffect.add(claim);
    }
    if (missing.isEmpty() && !things.isEmpty() && !recorded && !sharedElsewhere(claim)) {
      held.add(claim.id());
    }
    if (missing.isEmpty() || recorded || (some && claim.target().pattern())) {
      claims.add(claim.id());
    }
    if (!recorded || !claim.target().pattern()) {
      give(wish, missing, claim.id());
      return;
    }
    give(wish, missing.stream().filter(t -> !fresh(t, claim)).toList(), claim.id());
    ChangeId completion = new ChangeId(claim.id().value() + "#new");
    give(wish, missing.stream().filter(t -> fresh(t, claim)).toList(), completion);
  }

  /** Memberships and defaults are given for other sorts of objects too, under other ids. */
  private boolean sharedElsewhere(GrantClaim claim) {
    Sort sort = claim.target().sort();
    return (sort == Sort.ROLE || sort.isDefault()) && prepared.others().contains(claim);
  }

  private OptionalInt matched() {
    return prepared.asked().wishes().stream().anyMatch(wish -> wish.claim().target().pattern())
        ? OptionalInt.of(matched.size())
        : OptionalInt.empty();
  }

  private void give(Wish wish, Collection<Thing> things, ChangeId record) {
    if (things.isEmpty()) {
      return;
    }
    Asked.Ways ways =
        Since.OWN_MEMBERSHIPS.in(changes.acting().major())
            ? prepared.asked().ways().get(wish.claim().target().name())
            : null;
    List<Thing> able = new ArrayList<>();
    List<Thing> refused = new ArrayList<>();
    for (Thing thing : things) {
      (changes.acting().refusal(wish.field(), thing.actor()).isEmpty() ? able : refused).add(thing);
    }
    if (!able.isEmpty()) {
      staged.add(changes.give(wish, able, record, ways));
    }
    if (!refused.isEmpty()) {
      // under another id when a part can be done
      ChangeId id = able.isEmpty() ? record : new ChangeId(record.value() + "#refused");
      staged.add(changes.give(wish, refused, id, ways));
    }
  }

  private boolean fresh(Thing thing, GrantClaim claim) {
    return prepared.recorded().stream()
        .filter(one -> one.target().equals(claim.target()))
        .noneMatch(one -> holds(thing, one.privilege(), one.option()));
  }

  /** The owner of a thing may always pass on what it holds. */
  private boolean holds(Thing thing, Privilege privilege, boolean option) {
    return catalog.held(thing, grantee).stream()
        .anyMatch(
            holding ->
                holding.privilege() == privilege
                    && (!option || holding.grantable() || thing.owner().equals(grantee)));
  }

  /** One change for each thing that is not there, however much is asked for on it. */
  private void awaited() {
    Map<Target, Set<String>> words = new LinkedHashMap<>();
    Map<Target, String> fields = new LinkedHashMap<>();
    for (Wish wish : prepared.asked().wishes()) {
      Target target = wish.claim().target();
      if (catalog.match(target).isEmpty() && !(target.pattern() && catalog.home(target))) {
        Target missing = missing(target);
        words.computeIfAbsent(missing, key -> new TreeSet<>()).add(Phrases.word(wish.claim()));
        fields.putIfAbsent(missing, wish.field());
      }
    }
    words.forEach(
        (missing, all) ->
            staged.add(
                changes.awaited(
                    missing, Objects.requireNonNull(fields.get(missing)), String.join(", ", all))));
  }

  private Target missing(Target target) {
    DatabaseFacts database = catalog.database(target.database());
    if (target.sort() == Sort.ROLE || catalog.home(target)) {
      return target;
    }
    return database == null || !database.connectable()
        ? Target.database(target.database())
        : Target.schema(target.database(), target.schema());
  }

  /** After what ends is known: what ends is not changed as well. */
  private void ways() {
    if (!Since.OWN_MEMBERSHIPS.in(changes.acting().major())) {
      return;
    }
    MembershipWays ways = new MembershipWays(prepared, catalog, changes);
    ways.compare(claimed, taken);
    staged.addAll(ways.staged());
    claims.addAll(ways.claims());
    held.addAll(ways.held());
  }

  /** On record and not asked for here any more: it goes, but for what somebody else asks for. */
  private void ended(GrantClaim claim) {
    List<Held> toTake = new ArrayList<>();
    boolean kept = false;
    for (Thing thing : catalog.match(claim.target())) {
      if (thing.owner().equals(grantee)) {
        continue; // holds it as the owner
      }
      Cell cell = new Cell(thing, claim.privilege(), claim.option());
      for (Holding holding : catalog.held(thing, grantee)) {
        if (holding.privilege() != claim.privilege()
            || (claim.option() && !holding.grantable())
            || !changes.acting().ours(thing, holding.grantor())) {
          continue;
        }
        if (claimed.contains(cell)) {
          kept = true;
        } else {
          toTake.add(new Held(thing, claim.privilege(), claim.option(), holding.grantor()));
          taken.add(cell);
        }
      }
    }
    if (!toTake.isEmpty()) {
      staged.add(changes.take(claim, toTake));
    } else if (kept || prepared.others().contains(claim)) {
      claims.add(claim.id());
    }
  }

  private List<String> roles() {
    return inEffect.stream()
        .map(GrantClaim::target)
        .filter(target -> target.sort() == Sort.ROLE)
        .map(Target::name)
        .distinct()
        .sorted()
        .toList();
  }

  private int entries(String list) {
    Map<String, Boolean> whole = new TreeMap<>();
    for (Wish wish : prepared.asked().all()) {
      if (wish.entry().contains(list)) {
        whole.merge(wish.entry(), inEffect.contains(wish.claim()), Boolean::logicalAnd);
      }
    }
    return (int) whole.values().stream().filter(inFull -> inFull).count();
  }
}
