package io.dbprovision.core.reconcile;

import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compares many logins with one call, and the roles that some of them share with another. */
final class LoginComparison {
  private LoginComparison() {}

  /**
   * @param group the role that a login shares with its predecessors; asked only of those that take
   *     turns
   * @return one outcome each, in the same order
   */
  static List<PlanOutcome> of(
      List<Look<UserSpec>> looks, Function<Request, Optional<RoleSpec>> group) {
    Request any = looks.getFirst().request();
    Users users = TurnSpecs.users(any);
    List<PlanOutcome> outcomes =
        new ArrayList<>(users.planAll(looks.stream().map(Look::desired).toList()));
    List<Integer> places = new ArrayList<>();
    List<RoleSpec> groups = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      Optional<RoleSpec> shared =
          Optional.of(looks.get(i).request())
              .filter(request -> RotationPolicy.takesTurns(request.resource()))
              .flatMap(group);
      if (shared.isPresent()) {
        places.add(i);
        groups.add(shared.get());
      }
    }
    if (!groups.isEmpty()) {
      Roles roles = TurnSpecs.roles(any);
      List<PlanOutcome> planned = roles.planAll(groups);
      for (int i = 0; i < groups.size(); i++) {
        int place = places.get(i);
        outcomes.set(place, together(users, roles, planned.get(i), outcomes.get(place)));
      }
    }
    return List.copyOf(outcomes);
  }

  private static PlanOutcome together(
      Users users, Roles roles, PlanOutcome ofGroup, PlanOutcome ofLogin) {
    if (ofGroup instanceof PlanOutcome.Planned(Plan role)
        && ofLogin instanceof PlanOutcome.Planned(Plan login)) {
      return new PlanOutcome.Planned(TurnTakers.joined(users, roles, Optional.of(role), login));
    }
    return ofGroup instanceof PlanOutcome.Failed ? ofGroup : ofLogin;
  }
}
