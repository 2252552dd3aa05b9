package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Plan;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What planning the entries of one manifest came to.
 *
 * @param exists whether the grantee is there
 * @param changes in the order in which they have to be applied
 * @param claims for the plan's claims
 * @param held those of them that are in effect and not on record
 * @param matched how many things the patterns mean now; empty when it has none
 * @param roles asked for and held, sorted
 * @param directGrants how many entries of {@code grants} are fully in effect
 * @param defaultPrivileges how many entries of that name are fully in effect
 */
public record EntryPlan(
    boolean exists,
    List<PgChange> changes,
    List<ChangeId> claims,
    Set<ChangeId> held,
    OptionalInt matched,
    List<String> roles,
    int directGrants,
    int defaultPrivileges) {
  public EntryPlan {
    changes = List.copyOf(changes);
    claims = List.copyOf(claims);
    held = Set.copyOf(held);
    roles = List.copyOf(roles);
  }

  /** Adds what becomes part of a plan: the changes in their order, and what is claimed. */
  void into(Plan.Builder plan) {
    changes.forEach(plan::change);
    claims.forEach(plan::claim);
    held.forEach(plan::held);
    if (matched.isPresent()) {
      plan.openEnded();
    }
  }

  static EntryPlan nobody() {
    return new EntryPlan(
        false, List.of(), List.of(), Set.of(), OptionalInt.empty(), List.of(), 0, 0);
  }
}
