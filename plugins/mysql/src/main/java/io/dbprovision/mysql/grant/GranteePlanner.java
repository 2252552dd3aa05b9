package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.mysql.grant.GrantChanges.Held;
import io.dbprovision.spi.ChangeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares what one manifest asks for on its grantee with what was read. For one use.
 *
 * <p>What is missing is given under its claim's id: the operator takes it for completion as long as
 * that is not on record, and for drift afterwards. A host that was added to a user later has
 * nothing of what is on record while another host has some: it is given that under an id that never
 * comes on record ({@code …#new}), and so is completion in every mode.
 */
final class GranteePlanner {
  private final Prepared prepared;
  private final Catalog catalog;
  private final PatternRights patterns;
  private final GrantChanges changes;
  private final Means means;
  private final String grantee;

  /** Those that its manifest lists, or all when it lists none. */
  private final List<Account> accounts;

  /** With those that people added by hand, from which is taken only what we gave. */
  private final List<Account> all;

  private final List<MyChange> takes = new ArrayList<>();
  private final List<MyChange> gives = new ArrayList<>();
  private final List<MyChange> refused = new ArrayList<>();
  private final List<MyChange> last = new ArrayList<>();
  private final Set<GrantClaim> inEffect = new HashSet<>();
  private final Set<ChangeId> claims = new LinkedHashSet<>();
  private final Set<ChangeId> held = new LinkedHashSet<>();
  private final Set<GrantClaim> taken = new HashSet<>();

  /**
   * @param made the account of a grantee that is not there yet
   */
  GranteePlanner(
      Prepared prepared, Catalog catalog, GrantChanges changes, Means means, Account made) {
    this.prepared = prepared;
    this.catalog = catalog;
    this.patterns = new PatternRights(catalog);
    this.changes = changes;
    this.means = means;
    this.grantee = prepared.request().grantee();
    List<Account> there = catalog.accounts(grantee);
    this.all = there.isEmpty() ? List.of(made) : there;
    this.accounts = prepared.request().listed(all);
  }

  EntryPlan plan() {
    prepared.asked().wishes().forEach(this::wish);
    last.addAll(refused);
    prepared.refusals().forEach(refusal -> last.add(changes.refused(refusal)));
    awaited();
    prepared.recorded().stream()
        .filter(claim -> !prepared.asked().has(claim))
        .sorted(Comparator.comparing(claim -> claim.id().value()))
        .forEach(this::ended);
    drift();
    patterns();
    prepared
        .unsupported()
        .forEach((field, message) -> last.add(changes.unsupported(field, message)));
    List<MyChange> ordered = new ArrayList<>(takes);
    ordered.addAll(gives);
    ordered.addAll(last);
    return new EntryPlan(
        !catalog.accounts(grantee).isEmpty(),
        ordered,
        claims.stream().sorted(Comparator.comparing(ChangeId::value)).toList(),
        held,
        roles(),
        entries());
  }

  private void wish(Wish wish) {
    GrantClaim claim = wish.claim();
    if (!present(claim.target())) {
      return; // it is awaited
    }
    List<Account> missing =
        accounts.stream().filter(account -> !catalog.holds(account, claim)).toList();
    boolean recorded = prepared.recorded().contains(claim);
    if (missing.isEmpty() && !accounts.isEmpty()) {
      inEffect.add(claim);
      boolean membership = claim.target().level() == Level.ROLE;
      if (!recorded && !(membership && prepared.others().contains(claim))) {
        held.add(claim.id());
      }
    }
    if (missing.isEmpty() || recorded) {
      claims.add(claim.id());
    }
    give(wish, missing, recorded);
  }

  private void give(Wish wish, List<Account> lacking, boolean recorded) {
    List<Account> missing =
        lacking.stream().filter(account -> !catalog.withholds(account, wish.claim())).toList();
    if (missing.size() < lacking.size()) {
      refused.add(changes.withheld(wish));
    }
    List<Account> added =
        recorded ? missing.stream().filter(this::addedLater).toList() : List.<Account>of();
    List<Account> others = missing.stream().filter(account -> !added.contains(account)).toList();
    ChangeId id = wish.claim().id();
    List<MyChange> stage = means.cover(wish.claim()) ? gives : refused;
    if (!others.isEmpty()) {
      stage.add(changes.give(wish, others, id));
    }
    if (!added.isEmpty()) {
      stage.add(changes.give(wish, added, new ChangeId(id.value() + "#new")));
    }
  }

  private boolean addedLater(Account account) {
    return !holdsAny(account) && accounts.stream().anyMatch(this::holdsAny);
  }

  private boolean holdsAny(Account account) {
    return prepared.recorded().stream().anyMatch(claim -> catalog.holds(account, claim));
  }

  /** The database has to be there, too, for what is in it. */
  private boolean present(Target target) {
    return (!target.within() || catalog.has(Target.database(target.database())))
        && catalog.has(target.whole())
        && catalog.has(target);
  }

  /** One change for each thing that is not there, however much is asked for on it. */
  private void awaited() {
    Map<Target, Set<String>> words = new LinkedHashMap<>();
    Map<Target, String> fields = new LinkedHashMap<>();
    for (Wish wish : prepared.asked().wishes()) {
      Target target = wish.claim().target();
      if (!present(target)) {
        Target missing = missing(target);
        words.computeIfAbsent(missing, key -> new TreeSet<>()).add(wish.claim().right().word());
        fields.putIfAbsent(missing, wish.field());
      }
    }
    words.forEach(
        (missing, all) ->
            last.add(
                changes.awaited(
                    missing, Objects.requireNonNull(fields.get(missing)), String.join(", ", all))));
  }

  private Target missing(Target target) {
    if (target.within() && !catalog.has(Target.database(target.database()))) {
      return Target.database(target.database());
    }
    return catalog.has(target.whole()) ? target : target.whole();
  }

  /** On record and not asked for here any more: it goes, but for what somebody else asks for. */
  private void ended(GrantClaim claim) {
    Held held =
        new Held(
            claim,
            all.stream().filter(account -> catalog.holds(account, claim)).toList(),
            patterns.holders(claim, all));
    if (prepared.others().contains(claim)) {
      claims.add(claim.id());
    } else if (held.any()) {
      taken.add(claim);
      takes.add(changes.take(held));
    }
  }

  private Held held(GrantClaim claim) {
    return new Held(
        claim,
        accounts.stream().filter(account -> catalog.holds(account, claim)).toList(),
        List.of());
  }

  /** Databases that are asked for, and were given by somebody who forgot to escape their names. */
  private void patterns() {
    scope()
        .forEach(
            (target, field) -> {
              List<Held> found = patterns.on(target, accounts);
              if (!found.isEmpty()) {
                takes.add(changes.pattern(target, found, field));
              }
            });
  }

  /** What is held on what this manifest speaks of, and nobody asks for. */
  private void drift() {
    Map<Target, String> scope = scope();
    Map<Target, List<Held>> surplus = new TreeMap<>(Target.ORDER);
    for (Target target : scope.keySet()) {
      Set<Right> rights = new TreeSet<>(Right.ORDER);
      for (Account account : accounts) {
        rights.addAll(catalog.rights(account).getOrDefault(target, Set.of()));
      }
      for (Right right : rights) {
        GrantClaim claim = new GrantClaim(target, right);
        if (!claimed(claim)) {
          surplus.computeIfAbsent(target, key -> new ArrayList<>()).add(held(claim));
        }
      }
    }
    surplus.forEach(
        (target, all) ->
            takes.add(changes.drift(target, all, Objects.requireNonNull(scope.get(target)))));
  }

  /** The option of a privilege goes with the privilege. */
  private boolean claimed(GrantClaim claim) {
    GrantClaim base = GrantClaim.of(claim.target(), claim.right().privilege());
    boolean withBase = claim.right().option() && !asked(base);
    return asked(claim) || taken.contains(claim) || withBase || taken.contains(base);
  }

  private boolean asked(GrantClaim claim) {
    return prepared.asked().has(claim) || prepared.others().contains(claim);
  }

  private Map<Target, String> scope() {
    Map<Target, String> scope = new TreeMap<>(Target.ORDER);
    Set<Target> tables = new HashSet<>();
    String roles = null;
    for (Wish wish : prepared.asked().wishes()) {
      Target target = wish.claim().target();
      scope.putIfAbsent(target, wish.field());
      if (target.level() == Level.TABLE) {
        tables.add(target);
      } else if (target.level() == Level.ROLE && roles == null) {
        roles = wish.field();
      }
    }
    for (Account account : accounts) {
      for (Target target : catalog.rights(account).keySet()) {
        if (target.level() == Level.COLUMN && tables.contains(target.whole())) {
          scope.putIfAbsent(target, Objects.requireNonNull(scope.get(target.whole())));
        } else if (target.level() == Level.ROLE && roles != null) {
          scope.putIfAbsent(target, roles);
        }
      }
    }
    return scope;
  }

  private List<String> roles() {
    return inEffect.stream()
        .map(GrantClaim::target)
        .filter(target -> target.level() == Level.ROLE)
        .map(Target::name)
        .sorted()
        .toList();
  }

  private int entries() {
    Map<String, Boolean> whole = new TreeMap<>();
    for (Wish wish : prepared.asked().all()) {
      if (wish.entry().contains(".grants[")) {
        whole.merge(wish.entry(), inEffect.contains(wish.claim()), Boolean::logicalAnd);
      }
    }
    return (int) whole.values().stream().filter(inFull -> inFull).count();
  }
}
