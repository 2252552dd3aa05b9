package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A login and the role it shares with its predecessors, as one managed object: the role first. Used
 * by one thread.
 */
final class TurnTakers implements Managed<UserSpec> {
  /** In front of the ids of what concerns the role. */
  private static final String GROUP = "group/";

  private final Users users;
  private final Roles roles;
  private final Optional<RoleSpec> group;
  private final Optional<String> former;
  private final List<UserSpec> predecessors;

  /**
   * @param group empty when the role is somebody else's to make
   * @param former the login that has the rights itself until there is the role
   * @param predecessors further logins that may be there: they go with the rest
   */
  TurnTakers(
      Users users,
      Roles roles,
      Optional<RoleSpec> group,
      Optional<String> former,
      List<UserSpec> predecessors) {
    this.users = users;
    this.roles = roles;
    this.group = group;
    this.former = former;
    this.predecessors = List.copyOf(predecessors);
  }

  /** What is on record of the role. */
  static Set<ChangeId> issuedToGroup(Set<ChangeId> issued) {
    return issued.stream()
        .map(ChangeId::value)
        .filter(id -> id.startsWith(GROUP))
        .map(id -> new ChangeId(id.substring(GROUP.length())))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Plan plan(UserSpec login) {
    boolean hasRights = former.filter(login.name()::equals).isPresent();
    Optional<Plan> ofGroup =
        group.map(role -> hasRights ? role.inPlaceOf(login) : role).map(roles::plan);
    if (ofGroup.isPresent() && !ofGroup.get().exists()) {
      // the login can only be planned once there is something to be a member of
      Plan.Builder first = Plan.builder(false);
      parts(roles, ofGroup.get(), GROUP).forEach(first::change);
      return first.build();
    }
    return joined(users, roles, ofGroup, users.plan(login));
  }

  /** The plans of both as one. */
  static Plan joined(Users users, Roles roles, Optional<Plan> ofGroup, Plan ofLogin) {
    Plan.Builder plan = Plan.builder(ofLogin.exists());
    ofGroup.ifPresent(
        role -> {
          parts(roles, role, GROUP).forEach(plan::change);
          role.claims().forEach(claim -> plan.claim(new ChangeId(GROUP + claim.value())));
          role.held().forEach(claim -> plan.held(new ChangeId(GROUP + claim.value())));
        });
    parts(users, ofLogin, "").forEach(plan::change);
    ofLogin.claims().forEach(plan::claim);
    ofLogin.held().forEach(plan::held);
    ofLogin.facts().forEach(plan::fact);
    ofLogin.sectionFacts().forEach(plan::sectionFact);
    return plan.build();
  }

  @Override
  public Plan removal(UserSpec login, DropMode mode) {
    Plan ofLogin = users.removal(login, mode);
    List<Part> parts = new ArrayList<>(parts(users, ofLogin, ""));
    for (UserSpec predecessor : predecessors) {
      parts.addAll(
          parts(users, users.removal(predecessor, mode), "login/" + predecessor.name() + "/"));
    }
    group.ifPresent(role -> parts.addAll(parts(roles, roles.removal(role, mode), GROUP)));
    Plan.Builder plan = Plan.builder(ofLogin.exists() || !parts.isEmpty());
    parts.forEach(plan::change);
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
      Applied applied =
          wanted
              .getFirst()
              .owner()
              .apply(
                  part,
                  wanted.stream()
                      .map(change -> change.original().id())
                      .collect(Collectors.toCollection(LinkedHashSet::new)));
      String prefix = wanted.getFirst().prefix();
      applied.done().forEach(id -> done.add(new ChangeId(prefix + id.value())));
      Optional<EngineException> failure = applied.failure();
      if (failure.isPresent()) {
        ChangeId at = applied.failedChange().orElse(wanted.getFirst().original().id());
        return Applied.failed(done, new ChangeId(prefix + at.value()), failure.get());
      }
    }
    return Applied.complete(done);
  }

  @Override
  public Set<String> names() {
    return users.names();
  }

  private static List<Part> parts(Managed<?> owner, Plan plan, String prefix) {
    return plan.changes().stream().map(change -> new Part(owner, plan, prefix, change)).toList();
  }

  /**
   * A change of one of them.
   *
   * @param plan the one that it is part of, as its maker knows it
   */
  private record Part(Managed<?> owner, Plan plan, String prefix, Change original)
      implements ApplyPolicy.OfSubject, Forwarded {
    @Override
    public String subject() {
      return prefix;
    }

    @Override
    public ChangeId id() {
      return new ChangeId(prefix + original.id().value());
    }

    @Override
    public String summary() {
      return prefix.isEmpty() ? original.summary() : prefix + ": " + original.summary();
    }

    @Override
    public Optional<ChangeId> claim() {
      return original.claim().map(claim -> new ChangeId(prefix + claim.value()));
    }
  }
}
