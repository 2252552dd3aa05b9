package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.Subject;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.RoleSpec;
import java.util.List;

/** Plans the {@code grants} that stand in a role's own block. */
@FunctionalInterface
public interface InlineGrants {
  /** For a server of which inline grants are not planned. */
  static InlineGrants none() {
    return roles -> roles.stream().map(role -> planned(Plan.builder(false).build())).toList();
  }

  /**
   * What the grants alone take: changes that {@link Subject#of} the role is the subject of, to be
   * applied after the role was made, and claims that are not those of memberships. Nothing else of
   * the plans is looked at.
   *
   * @param roles some of which may not be there yet, and some of which have no grants: what is on
   *     their record goes
   * @return one outcome per role, in the same order
   * @throws EngineException only for what concerns all
   */
  List<PlanOutcome> planAll(List<RoleSpec> roles);

  private static PlanOutcome planned(Plan plan) {
    return new PlanOutcome.Planned(plan);
  }
}
