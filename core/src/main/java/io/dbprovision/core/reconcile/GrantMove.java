package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Grants of which something has to be taken back elsewhere, maybe on another server: that is part
 * of every plan, and comes first. Used by one thread.
 */
final class GrantMove implements Managed<GrantSpec> {
  private static final String FAR = "former/";

  private final Managed<GrantSpec> here;
  private final Far far;

  /** What has to be taken back, and where. */
  record Far(Managed<GrantSpec> managed, GrantSpec spec) {}

  GrantMove(Managed<GrantSpec> here, Far far) {
    this.here = here;
    this.far = far;
  }

  @Override
  public Plan plan(GrantSpec desired) {
    return joined(far.managed().removal(far.spec(), DropMode.DROP), here.plan(desired));
  }

  @Override
  public List<PlanOutcome> planAll(List<GrantSpec> desired) {
    return here.planAll(desired);
  }

  @Override
  public Plan removal(GrantSpec desired, DropMode mode) {
    return joined(far.managed().removal(far.spec(), mode), here.removal(desired, mode));
  }

  private Plan joined(Plan there, Plan own) {
    Plan.Builder plan = Plan.builder(own.exists());
    there.changes().forEach(change -> plan.change(new Part(far.managed(), there, FAR, change)));
    own.changes().forEach(change -> plan.change(new Part(here, own, "", change)));
    own.claims().forEach(plan::claim);
    own.held().forEach(plan::held);
    own.facts().forEach(plan::fact);
    own.sectionFacts().forEach(plan::sectionFact);
    if (own.openEnded()) {
      plan.openEnded();
    }
    return plan.build();
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    List<ChangeId> done = new ArrayList<>();
    Set<Plan> plans = new LinkedHashSet<>();
    plan.changes().forEach(change -> plans.add(((Part) change).plan()));
    for (Plan part : plans) {
      List<Part> wanted =
          plan.changes().stream()
              .map(Part.class::cast)
              .filter(change -> change.plan() == part && chosen.contains(change.id()))
              .toList();
      if (wanted.isEmpty()) {
        continue;
      }
      Part first = wanted.getFirst();
      Set<ChangeId> ids = new LinkedHashSet<>();
      wanted.forEach(change -> ids.add(change.original().id()));
      Applied applied = first.managed().apply(part, ids);
      applied.done().forEach(id -> done.add(first.outer(id)));
      if (applied.failure().isPresent()) {
        ChangeId at = applied.failedChange().orElse(first.original().id());
        return Applied.failed(done, first.outer(at), applied.failure().get());
      }
    }
    return Applied.complete(done);
  }

  @Override
  public Set<String> names() {
    return here.names();
  }

  private record Part(Managed<GrantSpec> managed, Plan plan, String prefix, Change original)
      implements Forwarded {
    ChangeId outer(ChangeId id) {
      return new ChangeId(prefix + id.value());
    }

    @Override
    public ChangeId id() {
      return outer(original.id());
    }

    @Override
    public String summary() {
      return prefix.isEmpty()
          ? original.summary()
          : "from the former grantee: " + original.summary();
    }

    @Override
    public Optional<ChangeId> claim() {
      return prefix.isEmpty() ? original.claim() : Optional.empty();
    }
  }
}
