package io.dbprovision.mysql.grant;

import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Plan;
import java.util.List;
import java.util.Set;

/**
 * What planning the entries of one manifest came to.
 *
 * @param exists whether the grantee is there
 * @param changes in the order in which they have to be applied
 * @param claims for the plan's claims
 * @param held those of them that are in effect and not on record
 * @param roles asked for and held, sorted
 * @param directGrants how many entries of {@code grants} are fully in effect
 */
record EntryPlan(
    boolean exists,
    List<MyChange> changes,
    List<ChangeId> claims,
    Set<ChangeId> held,
    List<String> roles,
    int directGrants) {
  EntryPlan {
    changes = List.copyOf(changes);
    claims = List.copyOf(claims);
    held = Set.copyOf(held);
    roles = List.copyOf(roles);
  }

  static EntryPlan nobody() {
    return new EntryPlan(false, List.of(), List.of(), Set.of(), List.of(), 0);
  }

  void into(Plan.Builder plan) {
    changes.forEach(plan::change);
    claims.forEach(plan::claim);
    held.forEach(plan::held);
  }
}
