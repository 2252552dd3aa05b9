package io.dbprovision.postgres.user;

import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares logins and roles with what was read of the server. Pure. */
final class RolePlanner {
  private final RoleRules rules;
  private final RoleCreation creation;
  private final AttributeChanges attributes;
  private final int major;

  RolePlanner(RoleRules rules, RoleCreation creation, int major) {
    this.rules = rules;
    this.creation = creation;
    this.attributes = new AttributeChanges(rules, major);
    this.major = major;
  }

  /**
   * @param roles what is there of all names that it mentions, and the operator's own login
   * @throws EngineException CONFLICT, NOT_FOUND, PERMISSION, INVALID
   */
  Plan plan(Wanted wanted, Map<String, RoleState> roles) {
    RoleState current = roles.get(wanted.name());
    if (current != null) {
      wanted.subject().require(current.remark());
      if (current.remark().record() == null && wanted.adopts()) {
        rules.checkAdoption(wanted.subject().field(), current, wanted.spec().owner());
      }
    }
    wanted
        .memberships()
        .forEach(
            (role, field) -> {
              if (!role.equals(wanted.name())) {
                boolean member = current != null && current.memberships().contains(role);
                rules.check(field, role, roles.get(role), wanted.spec().owner(), member);
              }
            });
    attributes.check(wanted, current, roles.get(rules.admin()));
    Optional<Wanted> former = formerOf(wanted, roles);
    RoleState had = former.map(login -> roles.get(login.name())).orElse(null);
    if (former.isPresent() && had != null) {
      // what else differs of the two shows once this is done
      attributes.check(former.get(), null, roles.get(rules.admin()));
      former.get().subject().require(had.remark());
      HandOverChecks.check(former.get(), had);
      return Plan.builder(false)
          .change(new HandOver(wanted, former.get(), had, creation).change())
          .build();
    }
    Plan.Builder plan = Plan.builder(current != null);
    changes(wanted, current).forEach(plan::change);
    Memberships.claims(wanted).forEach(plan::claim);
    if (current != null) {
      Memberships.held(wanted, current.granted()).forEach(plan::held);
    }
    SettingChanges.claims(wanted).forEach(plan::claim);
    return plan.build();
  }

  /** The login that the group is to be made of; empty where nothing is to be handed over. */
  static Optional<Wanted> formerOf(Wanted wanted, Map<String, RoleState> roles) {
    return wanted
        .former()
        .filter(_ -> !roles.containsKey(wanted.name()))
        .filter(login -> roles.containsKey(login.name()));
  }

  private List<PgChange> changes(Wanted wanted, @Nullable RoleState current) {
    List<PgChange> changes = new ArrayList<>();
    if (current == null) {
      changes.add(creation.of(wanted));
      changes.addAll(Memberships.of(wanted, List.of(), major));
      changes.addAll(SettingChanges.of(wanted, Map.of()));
      return changes;
    }
    changes.addAll(record(wanted, current.remark()));
    if (wanted.passwordDue()) {
      changes.add(creation.password(wanted));
    }
    changes.addAll(attributes.of(wanted, current));
    changes.addAll(Memberships.of(wanted, current.granted(), major));
    changes.addAll(SettingChanges.of(wanted, current.settings()));
    return changes;
  }

  /** The record comes first: what follows is done to an object that is ours. */
  private static List<PgChange> record(Wanted wanted, Remark remark) {
    String text = wanted.spec().comment().isEmpty() ? remark.text() : wanted.spec().comment();
    List<PgChange> changes = new ArrayList<>();
    if (!wanted.spec().owner().equals(remark.record())) {
      // what people wrote is another matter: it may be drift that is only to be told
      changes.add(
          PgChange.of(wanted.subject(), "ownershipRecord")
              .values(wanted.spec().owner(), remark.owner().map(Object::toString).orElse(""))
              .cause(remark.owned() ? Cause.DIFFERS : Cause.ABSENT)
              .build("record who owns it", Action.of(RoleCreation.comment(wanted, remark.text()))));
    }
    if (!text.equals(remark.text())) {
      changes.add(
          PgChange.of(wanted.subject(), "comment")
              .values(text, remark.text())
              .build("set the comment", Action.of(RoleCreation.comment(wanted, text))));
    }
    return changes;
  }
}
