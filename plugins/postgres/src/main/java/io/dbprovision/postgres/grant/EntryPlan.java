package io.dbprovision.postgres.grant;

import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.spi.ChangeId;
import java.util.List;

/**
 * What planning the entries of one manifest came to.
 *
 * @param exists whether the grantee is there
 * @param changes in the order in which they have to be applied
 * @param claims for the plan's claims
 * @param roles asked for and held, sorted
 * @param directGrants how many entries of {@code grants} are fully in effect
 * @param defaultPrivileges how many entries of that name are fully in effect
 */
public record EntryPlan(
    boolean exists,
    List<PgChange> changes,
    List<ChangeId> claims,
    List<String> roles,
    int directGrants,
    int defaultPrivileges) {
  public EntryPlan {
    changes = List.copyOf(changes);
    claims = List.copyOf(claims);
    roles = List.copyOf(roles);
  }

  static EntryPlan nobody() {
    return new EntryPlan(false, List.of(), List.of(), List.of(), 0, 0);
  }
}
